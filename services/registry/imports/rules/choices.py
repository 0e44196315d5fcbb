"""Cells that hold a word out of a list: types, profiles, themes, yes or no."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from rapidfuzz import fuzz, process

from schemas.reference import (
    PROFILES,
    STRUCTURE_TYPES,
    THEMES,
    Label,
    Profile,
    StructureType,
    Theme,
)
from services.registry.imports.models import Code, Column, Proposal, Source
from services.registry.territories.rules import fold

from .reading import Reading

C = TypeVar("C", bound=StrEnum)

LIKENESS_MIN = 75
WORD_MIN = 3
BETWEEN_THEMES = re.compile(r"[|;]")
YES = frozenset({"oui", "o", "x", "1", "vrai", "true", "yes", "y"})
NO = frozenset({"non", "n", "0", "faux", "false", "no"})


def _by_key(labels: Mapping[C, Label]) -> dict[str, C]:
    return {
        fold(name).replace(" ", ""): code
        for code, label in labels.items()
        for name in (code.value, label.fr, *label.synonyms)
    }


TYPES_BY_KEY = _by_key(STRUCTURE_TYPES)
PROFILES_BY_KEY = _by_key(PROFILES)
THEMES_BY_KEY = _by_key(THEMES)


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


def _nearest(text: str, by_key: Mapping[str, C]) -> C | None:
    names = [key for key in by_key if len(key) >= WORD_MIN]
    found = process.extractOne(
        _key(text), names, scorer=fuzz.ratio, score_cutoff=LIKENESS_MIN
    )
    return by_key[found[0]] if found else None


def type_spelled(text: str) -> tuple[StructureType, str] | None:
    """Find the longest type named at the start or within `text`, as it is spelled."""
    words = f" {fold(text)} "
    names = [
        (kind, name)
        for kind, label in STRUCTURE_TYPES.items()
        for name in (label.fr, *label.synonyms)
        if len(name) >= WORD_MIN and f" {fold(name)} " in words
    ]
    return max(names, key=lambda one: len(one[1]), default=None)


def read_type(reading: Reading) -> StructureType | None:
    column = Column.STRUCTURE_TYPE
    text = reading.text(column)
    kind = TYPES_BY_KEY.get(_key(text)) if text else None
    if kind:
        return kind
    proposal = _propose_type(reading, text)
    if text:
        reading.refuse(column, Code.STRUCTURE_TYPE, proposal)
    else:
        reading.require(column, Code.REQUIRED, proposal)
    return None


def _propose_type(reading: Reading, text: str) -> Proposal | None:
    near = _nearest(text, TYPES_BY_KEY) if text else None
    if near:
        value = STRUCTURE_TYPES[near].fr
        return Proposal(value=value, source=Source.NEAREST)
    for column, source in (
        (Column.STRUCTURE_TYPE, Source.NEAREST),
        (Column.STRUCTURE_NAME, Source.NAME),
        (Column.WEBSITE, Source.SITE),
        (Column.STRUCTURE_EMAIL, Source.EMAIL),
    ):
        if spelled := type_spelled(reading.row.text(column)):
            return Proposal(value=STRUCTURE_TYPES[spelled[0]].fr, source=source)
    return None


def read_profile(reading: Reading) -> Profile | None:
    column = Column.PROFILE
    text = reading.text(column)
    profile = PROFILES_BY_KEY.get(_key(text)) if text else None
    if profile:
        return profile
    ask = Proposal(value=None, source=Source.ASK_STRUCTURE)
    if not text:
        reading.require(column, Code.REQUIRED_OF_ADVISOR, ask)
        return None
    near = _nearest(text, PROFILES_BY_KEY)
    proposal = Proposal(value=PROFILES[near].fr, source=Source.NEAREST) if near else ask
    reading.refuse(column, Code.PROFILE, proposal)
    return None


def read_themes(reading: Reading) -> tuple[Theme, ...] | None:
    """Give the known themes, sorted; None if there is none, so nothing is erased."""
    themes: set[Theme] = set()
    unknown: list[str] = []
    for part in BETWEEN_THEMES.split(reading.text(Column.THEMES)):
        for name in _names(part):
            theme = THEMES_BY_KEY.get(_key(name))
            if theme:
                themes.add(theme)
            else:
                unknown.append(name)
    if unknown:
        near = _nearest(unknown[0], THEMES_BY_KEY)
        reading.doubt(
            Column.THEMES,
            Code.THEME_UNKNOWN,
            Proposal(value=near.value, source=Source.NEAREST) if near else None,
            unknown=", ".join(unknown),
        )
    return tuple(sorted(themes)) or None


def _names(part: str) -> Iterator[str]:
    """Cut at commas, but for those that stand inside a label."""
    pieces = part.split(",")
    while pieces:
        size = _label_size(pieces)
        name = ",".join(pieces[:size]).strip()
        pieces = pieces[size:]
        if name:
            yield name


def _label_size(pieces: Sequence[str]) -> int:
    sizes = range(min(len(pieces), 3), 1, -1)
    joined = (n for n in sizes if _key(",".join(pieces[:n])) in THEMES_BY_KEY)
    return next(joined, 1)


def read_reception(reading: Reading) -> bool | None:
    text = fold(reading.text(Column.RECEPTION_POINT))
    if text in YES or text in NO:
        return text in YES
    if reading.text(Column.RECEPTION_POINT):
        reading.doubt(Column.RECEPTION_POINT, Code.YES_OR_NO)
    return None
