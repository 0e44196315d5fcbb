"""Why a cell was refused or doubted: codes and facts; the sentences stand apart."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from .columns import Column

Facts = dict[str, str | int]


class Code(StrEnum):
    """What was expected, or what was noticed."""

    REQUIRED = "required"
    REQUIRED_OF_ADVISOR = "required_of_advisor"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    STRUCTURE_TYPE = "structure_type"
    SIRET_LENGTH = "siret_length"
    SIRET_DIGITS = "siret_digits"
    SIRET_ROUNDED = "siret_rounded"
    SIRET_KEY = "siret_key"
    POSTCODE_REQUIRED = "postcode_required"
    POSTCODE_DIGITS = "postcode_digits"
    POSTCODE_UNKNOWN = "postcode_unknown"
    POSTCODE_ZERO_RESTORED = "postcode_zero_restored"
    TOWN_UNDER_POSTCODE = "town_under_postcode"
    YES_OR_NO = "yes_or_no"
    TELEPHONE_UNUSABLE = "telephone_unusable"
    TELEPHONE_ZERO_RESTORED = "telephone_zero_restored"
    EMAIL_REQUIRED = "email_required"
    EMAIL_SYNTAX = "email_syntax"
    URL_SYNTAX = "url_syntax"
    PROFILE = "profile"
    THEME_UNKNOWN = "theme_unknown"
    DATE_FORMAT = "date_format"
    DATE_MONTH = "date_month"
    DATE_DAY = "date_day"
    DATE_YEAR = "date_year"
    SHARE_RANGE = "share_range"
    SHARE_NUMBER = "share_number"
    HELD_ELSEWHERE = "held_elsewhere"
    SIRET_OTHER_NAME = "siret_other_name"
    PERSON_OTHER_EMAIL = "person_other_email"
    PERSON_OTHER_EMAIL_KNOWN = "person_other_email_known"
    EMAIL_OTHER_PERSON = "email_other_person"
    SIRET_OTHER_NAME_KNOWN = "siret_other_name_known"


class Source(StrEnum):
    """Where a proposal comes from."""

    NEAREST = "nearest"
    NAME = "name"
    ADDRESS = "address"
    SITE = "site"
    EMAIL = "email"
    FILE = "file"
    ONLY_TOWN = "only_town"
    ONLY_POSTCODE = "only_postcode"
    FIRST_POSTCODE = "first_postcode"
    ONLY_TOWN_OF_REGION = "only_town_of_region"
    LAST_DIGIT = "last_digit"
    LOST_ZERO = "lost_zero"
    SWAPPED = "swapped"
    END_OF_MONTH = "end_of_month"
    REWRITTEN = "rewritten"
    SAME_DOMAIN = "same_domain"
    BOUND = "bound"
    LEAVE_EMPTY = "leave_empty"
    # The next three advise and carry no value.
    RETYPE_AS_TEXT = "retype_as_text"
    ASK_STRUCTURE = "ask_structure"
    ASK_HOLDER = "ask_holder"


class Proposal(BaseModel):
    """What could stand in the cell instead; without a value, what to do about it."""

    model_config = ConfigDict(frozen=True)

    value: str | None
    source: Source
    facts: Facts = {}


class Reason(BaseModel):
    """One thing wrong, or worth knowing, about one cell."""

    model_config = ConfigDict(frozen=True)

    column: Column
    value: str
    code: Code
    facts: Facts = {}
    proposal: Proposal | None = None
