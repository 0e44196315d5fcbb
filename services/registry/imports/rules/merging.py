"""Compares a record with what a line says of it: what changes, what is kept."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from services.registry.imports.models import Change, Column, Note
from services.registry.territories.rules import fold

M = TypeVar("M", bound=BaseModel)

# A town moves as a whole; its code says whether it is the same.
STRUCTURE_FIELDS: Mapping[Column, tuple[str, ...]] = {
    Column.STRUCTURE_TYPE: ("type",),
    Column.SIRET: ("siret",),
    Column.ADDRESS: ("address",),
    Column.POSTCODE: ("postcode",),
    Column.TOWN: ("town", "town_code", "department", "region"),
    Column.RECEPTION_POINT: ("reception_point",),
    Column.STRUCTURE_TELEPHONE: ("telephone",),
    Column.STRUCTURE_EMAIL: ("email",),
    Column.WEBSITE: ("website",),
}
ADVISOR_FIELDS: Mapping[Column, tuple[str, ...]] = {
    Column.LAST_NAME: ("last_name",),
    Column.FIRST_NAME: ("first_name",),
    Column.TELEPHONE: ("telephone",),
    Column.PROFILE: ("profile",),
    Column.THEMES: ("themes",),
}
AFFILIATION_FIELDS: Mapping[Column, tuple[str, ...]] = {
    Column.SINCE: ("since",),
    Column.SHARE: ("share",),
}
FOLDED = frozenset({Column.LAST_NAME, Column.FIRST_NAME})

Merged = tuple[M, tuple[Change, ...], tuple[Note, ...]]


def merge(
    old: M,
    new: M,
    *,
    fields: Mapping[Column, tuple[str, ...]],
    spoken: dict[Column, int],
    line: int,
) -> Merged[M]:
    """Take from `new` what is not empty and what no earlier line already said.

    `spoken` remembers which line of the file said each column, and is brought up to
    date: so a second reading of the same file changes nothing.
    """
    updates: dict[str, Any] = {}
    changes: list[Change] = []
    notes: list[Note] = []
    for column, names in fields.items():
        before, after = getattr(old, names[0]), getattr(new, names[0])
        if after is None:
            continue
        same = _is_same(column, old, new, names)
        if not same and column in spoken:
            value, kept = written(after), written(before)
            said = spoken[column]
            notes.append(Note(column=column, value=value, kept=kept, line=said))
            continue
        spoken.setdefault(column, line)
        if not same:
            updates |= {name: getattr(new, name) for name in names}
            was = None if before is None else written(before)
            changes.append(Change(column=column, old=was, new=written(after)))
    merged = old.model_copy(update=updates) if updates else old
    return merged, tuple(changes), tuple(notes)


def spoken_by(
    record: BaseModel, fields: Mapping[Column, tuple[str, ...]], *, line: int
) -> dict[Column, int]:
    """Tell which columns a new record's own line filled."""
    filled = (c for c, names in fields.items() if getattr(record, names[0]) is not None)
    return dict.fromkeys(filled, line)


def _is_same(
    column: Column, old: BaseModel, new: BaseModel, names: tuple[str, ...]
) -> bool:
    if column is Column.TOWN:
        return bool(getattr(old, "town_code", 0) == getattr(new, "town_code", 1))
    before, after = getattr(old, names[0]), getattr(new, names[0])
    if column in FOLDED:
        return fold(before) == fold(after)
    return bool(before == after)


def written(value: object) -> str:
    """Write a normalised value as a cell would hold it."""
    match value:
        case bool():
            return "oui" if value else "non"
        case float():
            return f"{value:g}"
        case tuple():
            return _joined(value)
        case _:
            return str(value)


def _joined(values: Iterable[object]) -> str:
    return "|".join(str(value) for value in values)
