"""Postcodes and towns: the one must lie under the other."""

import re
from typing import NamedTuple

from services.registry.imports.models import Code, Column
from services.registry.territories.models import Commune

from .placing import propose_postcode, propose_town
from .reading import Reading

POSTCODE = re.compile(r"\d{5}", re.ASCII)
WITHOUT_ZERO = re.compile(r"[1-9]\d{3}", re.ASCII)


class Place(NamedTuple):
    postcode: str
    commune: Commune


def read_place(reading: Reading) -> tuple[str | None, Place | None]:
    """Give the postcode if it is right, and the place if the town is right too."""
    postcode = _read_postcode(reading)
    town = reading.text(Column.TOWN)
    if not town:
        proposal = propose_town(reading, postcode)
        reading.require(Column.TOWN, Code.REQUIRED, proposal)
    if not town or not postcode:
        return postcode, None
    commune = reading.gazetteer.named(town, postcode=postcode)
    if commune:
        return postcode, Place(postcode, commune)
    proposal = propose_town(reading, postcode)
    code = Code.TOWN_UNDER_POSTCODE
    reading.refuse(Column.TOWN, code, proposal, postcode=postcode)
    return postcode, None


def _read_postcode(reading: Reading) -> str | None:
    column = Column.POSTCODE
    text = reading.text(column).replace(" ", "")
    gazetteer = reading.gazetteer
    if not text:
        proposal = propose_postcode(reading)
        reading.require(column, Code.POSTCODE_REQUIRED, proposal)
    elif WITHOUT_ZERO.fullmatch(text) and gazetteer.under("0" + text):
        reading.doubt(column, Code.POSTCODE_ZERO_RESTORED, restored="0" + text)
        return "0" + text
    elif not POSTCODE.fullmatch(text):
        reading.refuse(column, Code.POSTCODE_DIGITS, propose_postcode(reading))
    elif gazetteer.under(text) or _is_cedex(reading, text):
        return text
    else:
        reading.refuse(column, Code.POSTCODE_UNKNOWN, propose_postcode(reading))
    return None


def _is_cedex(reading: Reading, postcode: str) -> bool:
    """Accept a company's own CEDEX code when its town lies in that department."""
    town = reading.text(Column.TOWN)
    return bool(town and reading.gazetteer.named(town, postcode=postcode))
