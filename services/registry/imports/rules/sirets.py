"""SIRET numbers, and how they get damaged."""

import re

from services.registry.imports.models import Code, Column, Proposal, Source
from services.registry.structures.models import is_siret
from services.registry.territories.rules import fold

from .reading import Reading
from .siret_keys import DIGITS, compact_siret

ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
NOT_DIGIT = re.compile(r"\D")


def read_siret(reading: Reading) -> str | None:
    number = compact_siret(reading.text(Column.SIRET))
    if not number or is_siret(number):
        return number or None
    column = Column.SIRET
    if ROUNDED.fullmatch(number):
        advice = Proposal(value=None, source=Source.RETYPE_AS_TEXT)
        reading.refuse(column, Code.SIRET_ROUNDED, _from_file(reading) or advice)
    elif not (number.isascii() and number.isdigit()):
        reading.refuse(column, Code.SIRET_DIGITS, _propose(reading, number))
    elif len(number) != DIGITS:
        proposal = _propose(reading, number)
        reading.refuse(column, Code.SIRET_LENGTH, proposal, digits=len(number))
    else:
        reading.refuse(column, Code.SIRET_KEY, _propose(reading, number))
    return None


def _propose(reading: Reading, number: str) -> Proposal:
    return (
        _from_file(reading)
        or _repaired(number)
        or Proposal(value="", source=Source.LEAVE_EMPTY)
    )


def _from_file(reading: Reading) -> Proposal | None:
    """Find the same structure on another line, with a right number."""
    name = fold(reading.text(Column.STRUCTURE_NAME))
    place = (name, reading.row.text(Column.POSTCODE))
    siret = reading.hints.siret_by_place.get(place) if name else None
    return Proposal(value=siret, source=Source.FILE) if siret else None


def _repaired(number: str) -> Proposal | None:
    digits = NOT_DIGIT.sub("", number)
    if digits != number and is_siret(digits):
        return Proposal(value=digits, source=Source.REWRITTEN)
    if is_siret("0" + digits):
        return Proposal(value="0" + digits, source=Source.LOST_ZERO)
    if len(digits) != DIGITS:
        return None
    endings = (digits[:-1] + last for last in "0123456789")
    return next(
        (Proposal(value=n, source=Source.LAST_DIGIT) for n in endings if is_siret(n)),
        None,
    )
