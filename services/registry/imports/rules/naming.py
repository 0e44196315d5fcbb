"""Reads names where they were not written: in a site, in an e-mail address."""

from collections.abc import Iterator

from schemas.reference import DEPARTMENTS, REGIONS
from services.registry.imports.models import Column, Proposal, Source
from services.registry.territories.rules import fold, town_key

from .addresses import host_of, is_email
from .choices import type_spelled
from .reading import Reading
from .siret_keys import compact_siret

PROVIDERS = frozenset(
    {
        *("gmail", "googlemail", "orange", "wanadoo", "free", "laposte", "hotmail"),
        *("outlook", "live", "yahoo", "sfr", "icloud", "aol", "protonmail", "bbox"),
        *("neuf", "numericable", "facebook"),
    }
)
PLACES = {
    fold(name): name
    for name in (*REGIONS.values(), *(one.name for one in DEPARTMENTS.values()))
}


def propose_structure_name(reading: Reading) -> Proposal | None:
    """Name a structure by its SIRET on another line, else by its domain."""
    siret = compact_siret(reading.row.text(Column.SIRET))
    if name := reading.hints.name_by_siret.get(siret):
        return Proposal(value=name, source=Source.FILE)
    for source, host in _hosts(reading):
        words = host.rsplit(".", 1)[0].rsplit(".", 1)[-1]
        if words and words not in PROVIDERS:
            return Proposal(value=_spell(words, reading), source=source)
    return None


def _hosts(reading: Reading) -> Iterator[tuple[Source, str]]:
    if host := host_of(reading.row.text(Column.WEBSITE)):
        yield Source.SITE, host
    for column in (Column.STRUCTURE_EMAIL, Column.EMAIL):
        email = reading.row.text(column).lower().strip()
        if is_email(email):
            yield Source.EMAIL, email.partition("@")[2]


def _spell(slug: str, reading: Reading) -> str:
    """Write `cyber-base-cazilhac` as its author would: `Cyber-base Cazilhac`."""
    words = fold(slug)
    spelled = type_spelled(slug)
    kind = ""
    if spelled and words.startswith(fold(spelled[1])):
        kind = spelled[1][0].upper() + spelled[1][1:]
        words = words.removeprefix(fold(spelled[1])).strip()
    return f"{kind} {_spell_place(words, reading)}".strip()


def _spell_place(words: str, reading: Reading) -> str:
    for commune in reading.gazetteer.under(reading.row.text(Column.POSTCODE)):
        if town_key(commune.name) == town_key(words):
            return commune.name
    return PLACES.get(words, words.title())


def propose_person_name(reading: Reading, column: Column) -> Proposal | None:
    """Read a name in the advisor's own e-mail, beside the name that is known."""
    email = reading.row.text(Column.EMAIL).lower().strip()
    if not is_email(email):
        return None
    first, dot, last = email.partition("@")[0].partition(".")
    is_first = column is Column.FIRST_NAME
    other = Column.LAST_NAME if is_first else Column.FIRST_NAME
    known = fold(reading.row.text(other))
    if not dot or not (first and last):
        return None
    found = first if is_first else last
    if known and known == fold(found):
        found = last if is_first else first
    name = " ".join(fold(part).title() for part in found.split("."))
    if not name.replace(" ", "").isalpha():
        return None
    return Proposal(value=_hyphened(found, name), source=Source.EMAIL)


def _hyphened(written: str, name: str) -> str:
    return name.replace(" ", "-") if "-" in written else name
