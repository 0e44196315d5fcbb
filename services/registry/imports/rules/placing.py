"""Proposes a postcode from a town, or a town from a postcode and what stands near."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from schemas.reference import REGIONS
from services.registry.imports.models import Column, Proposal, Source
from services.registry.territories.models import Commune, CommuneKind
from services.registry.territories.rules import fold, town_key

from .reading import Reading

FIVE_DIGITS = re.compile(r"(?<!\d)\d{5}(?!\d)", re.ASCII)
LIKE, SOMEWHAT_LIKE = 80, 60
READ_IN = (
    (Column.STRUCTURE_NAME, Source.NAME),
    (Column.ADDRESS, Source.ADDRESS),
    (Column.WEBSITE, Source.SITE),
    (Column.STRUCTURE_EMAIL, Source.EMAIL),
    (Column.EMAIL, Source.EMAIL),
)


def propose_postcode(reading: Reading) -> Proposal | None:
    return (
        _written_inside(reading, Column.POSTCODE, Source.REWRITTEN)
        or _from_same_structure(reading)
        or _from_town(reading)
        or _written_inside(reading, Column.ADDRESS, Source.ADDRESS)
    )


def _written_inside(
    reading: Reading, column: Column, source: Source
) -> Proposal | None:
    for digits in FIVE_DIGITS.findall(reading.row.text(column)):
        town = reading.text(Column.TOWN)
        if town and reading.gazetteer.named(town, postcode=digits):
            return Proposal(value=digits, source=source)
    return None


def _from_same_structure(reading: Reading) -> Proposal | None:
    name = fold(reading.text(Column.STRUCTURE_NAME))
    place = (name, fold(reading.text(Column.TOWN)))
    postcode = reading.hints.postcode_by_place.get(place) if all(place) else None
    return Proposal(value=postcode, source=Source.FILE) if postcode else None


def _from_town(reading: Reading) -> Proposal | None:
    everywhere = _current(reading.gazetteer.with_name(reading.text(Column.TOWN)))
    region = reading.hints.region
    near = [one for one in everywhere if one.region == region] if region else everywhere
    communes = near or everywhere
    if len(communes) != 1:
        return None
    commune = communes[0]
    postcodes = reading.gazetteer.postcodes_of(commune)
    if not postcodes:
        return None
    written = reading.row.text(Column.POSTCODE)
    best = max(postcodes, key=lambda code: fuzz.ratio(code, written))
    source = Source.ONLY_POSTCODE
    if len(postcodes) > 1:
        source = Source.FIRST_POSTCODE
    elif len(everywhere) > 1:
        source = Source.ONLY_TOWN_OF_REGION
    facts: dict[str, str | int] = {
        "town": commune.name,
        "region": REGIONS.get(commune.region, ""),
        "count": len(postcodes),
    }
    return Proposal(value=best, source=source, facts=facts)


def _current(communes: Sequence[Commune]) -> Sequence[Commune]:
    """Prefer towns of today to the former ones of the same name."""
    today = [one for one in communes if one.kind is CommuneKind.CURRENT]
    return today or communes


def propose_town(reading: Reading, postcode: str | None) -> Proposal | None:
    """Propose a town under a right postcode."""
    if not postcode:
        return None
    communes = _current(reading.gazetteer.under(postcode))
    return (
        _nearest(reading, postcode, likeness=LIKE)
        or _read_elsewhere(reading, communes)
        or _nearest(reading, postcode, likeness=SOMEWHAT_LIKE)
        or _only(communes)
    )


def _nearest(reading: Reading, postcode: str, *, likeness: int) -> Proposal | None:
    """Propose the town written most like the cell, and name the next ones."""
    text = reading.row.text(Column.TOWN)
    found = reading.gazetteer.nearest(text, postcode=postcode, likeness=likeness)
    names = list(dict.fromkeys(one.name for one in found))
    if not names:
        return None
    facts: dict[str, str | int] = {"others": ", ".join(names[1:])}
    return Proposal(value=names[0], source=Source.NEAREST, facts=facts)


def _read_elsewhere(reading: Reading, communes: Iterable[Commune]) -> Proposal | None:
    longest_first = sorted(communes, key=lambda one: -len(one.name))
    for column, source in READ_IN:
        text = f" {town_key(reading.row.text(column))} "
        for commune in longest_first:
            if f" {town_key(commune.name)} " in text:
                return Proposal(value=commune.name, source=source)
    return None


def _only(communes: Sequence[Commune]) -> Proposal | None:
    if len(communes) != 1:
        return None
    return Proposal(value=communes[0].name, source=Source.ONLY_TOWN)
