"""A stored value as a person reads it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from kit.people import Section
from kit.texts import N_, Texts
from schemas.reference import THEMES, Theme

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")
ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Codes that records hold, as people call them.
CODES: Final[Mapping[str, str]] = {
    "fr": N_("français"),
    "en": N_("anglais"),
    "advisor": N_("conseil"),
    "centre_manager": N_("gestion du centre"),
    "national_admin": N_("administration nationale"),
    "regional_referent": N_("référence régionale"),
    "partner": N_("partenaire privé"),
    "member": N_("membre de comité"),
    "operator": N_("exploitation"),
    "listed": N_("recensé"),
    "invited": N_("invité"),
    "enrolled": N_("inscrit"),
    "active": N_("actif"),
    "suspended": N_("suspendu"),
    "left": N_("parti"),
    "dedicated": N_("dédié"),
    "generalist": N_("généraliste"),
    "private": N_("privé"),
    "registered": N_("inscription tenue"),
    "cancelled": N_("inscription annulée"),
    "directory": N_("montrer mon nom au public"),
    "open": N_("en cours"),
    "adopted": N_("adopté"),
    "rejected": N_("rejeté"),
    "withdrawn": N_("retiré"),
    "yes": N_("pour"),
    "no": N_("contre"),
    "abstain": N_("abstention"),
}


def rows_of(
    section: Section, record: Mapping[str, Any], texts: Texts
) -> list[tuple[str, str]]:
    """Pair what a record shows with its labels, what is empty left out."""
    which = 1 if texts.language == "en" else 0
    shown = (
        (labels[which], words_of(record.get(name), texts))
        for name, labels in section.labels.items()
    )
    return [(label, words) for label, words in shown if words]


def words_of(value: Any, texts: Texts) -> str:
    """Write a stored value: a date as a date, a list as a list, nothing as nothing."""
    match value:
        case None | "":
            return ""
        case bool():
            return texts.gettext(N_("oui")) if value else texts.gettext(N_("non"))
        case str():
            return _text(value, texts)
        case Mapping():
            return _mapping(value, texts)
        case Sequence():
            told = [words_of(one, texts) for one in value]
            return texts.listed([one for one in told if one])
        case _:
            return str(value)


def _mapping(value: Mapping[str, Any], texts: Texts) -> str:
    """Write a text in the reader's language, or each part of it that says something."""
    if "fr" in value:
        return str((texts.language == "en" and value.get("en")) or value["fr"])
    told = [words_of(one, texts) for one in value.values()]
    return ", ".join(one for one in told if one)


def _text(value: str, texts: Texts) -> str:
    """Write a code in words; an id says nothing, and the file for machines has it."""
    if ID.fullmatch(value):
        return ""
    if value in CODES:
        return texts.gettext(CODES[value])
    if value in THEMES:
        return texts.typeset(THEMES[Theme(value)].within(texts.language))
    return _moment(value, texts) or value


def _moment(value: str, texts: Texts) -> str | None:
    """Write a day or an instant, if the text is one."""
    try:
        if DAY.fullmatch(value):
            return texts.day(date.fromisoformat(value))
        if INSTANT.fullmatch(value):
            return texts.day_time(datetime.fromisoformat(value))
    except ValueError:
        return None
    return None
