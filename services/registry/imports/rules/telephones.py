"""Telephone numbers, dialled from where the structure stands."""

import re
from functools import lru_cache

import phonenumbers

from services.registry.imports.models import Code, Column, Proposal, Source
from services.registry.territories.rules import telephone_region

from .reading import Reading

MAINLAND = "FR"
OVERSEAS = ("RE", "GP", "MQ", "GF", "YT", "PM")
DIALLED = re.compile(r"[+(]?[\d\s().\-/\u2010-\u2015]+", re.ASCII)
NOT_DIGIT = re.compile(r"\D", re.ASCII)
WITHOUT_ZERO = re.compile(r"[1-9]\d{8}", re.ASCII)


def read_telephone(
    reading: Reading, column: Column, *, department: str | None
) -> str | None:
    """Give the number in international form (E.164), or None with a warning."""
    text = reading.text(column)
    if not text or department is None:
        return None
    region = telephone_region(department)
    digits = NOT_DIGIT.sub("", text)
    if WITHOUT_ZERO.fullmatch(digits) and "+" not in text and DIALLED.fullmatch(text):
        number = dial("0" + digits, region)
        if number:
            reading.doubt(column, Code.TELEPHONE_ZERO_RESTORED, restored="0" + digits)
            return number
    number = dial(text, region)
    if not number:
        proposal = _propose(text, region)
        reading.doubt(column, Code.TELEPHONE_UNUSABLE, proposal)
    return number


@lru_cache(maxsize=16_384)
def dial(text: str, region: str) -> str | None:
    """Dial a number as one does in `region`, where mainland numbers work too."""
    if not DIALLED.fullmatch(text):
        return None
    for plan in dict.fromkeys((region, MAINLAND)):
        try:
            number = phonenumbers.parse(text, plan)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and number.extension is None:
            return phonenumbers.format_number(
                number, phonenumbers.PhoneNumberFormat.E164
            )
    return None


def _propose(text: str, region: str) -> Proposal | None:
    """Find a number among other words, or one that another territory dials."""
    for match in phonenumbers.PhoneNumberMatcher(text, region):
        return Proposal(value=_national(match.number), source=Source.REWRITTEN)
    for plan in OVERSEAS:
        if number := dial(text, plan):
            return Proposal(value=number, source=Source.REWRITTEN)
    return None


def _national(number: phonenumbers.PhoneNumber) -> str:
    form = phonenumbers.PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(number, form)
