"""Which row holds the headings, and which column each heading names."""

import re
from collections.abc import Mapping, Sequence

from services.registry.imports.errors import MappingUnknown, MissingHeadings
from services.registry.imports.models import (
    ADVISOR_COLUMNS,
    REQUIRED_OF_ADVISOR,
    REQUIRED_OF_STRUCTURE,
    Column,
    Headings,
)
from services.registry.territories.rules import fold

from .synonyms import SYNONYMS

COLUMN_NAMES = frozenset(column.value for column in Column)
Mapped = Mapping[str, Column | None]
IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")


def heading_key(heading: str) -> str:
    """Compare headings without case, accents, punctuation or spaces."""
    return fold(heading).replace(" ", "")


COLUMNS_BY_KEY: Mapping[str, Column] = {
    heading_key(name): column
    for column, names in SYNONYMS.items()
    for name in (column.value, *names)
}


def mapped_by_hand(mapping: Mapping[str, str]) -> Mapped:
    """Check a mapping from the screen; an empty column means `leave it out`."""
    mapped: dict[str, Column | None] = {}
    for heading, value in mapping.items():
        if value and value not in COLUMN_NAMES:
            raise MappingUnknown(heading=heading, column=value)
        column = Column(value) if value else None
        if column and column in mapped.values():
            raise MappingUnknown(heading=heading, column=value)
        mapped[heading_key(heading)] = column
    return mapped


def column_named(heading: str, mapped: Mapped) -> Column | None:
    """Name the column that a heading stands for, if it is known."""
    key = heading_key(heading)
    if key in mapped:
        return mapped[key]
    bare = heading_key(IN_BRACKETS.sub("", heading))
    return COLUMNS_BY_KEY.get(key) or COLUMNS_BY_KEY.get(bare)


def columns_of(row: Sequence[str], mapped: Mapped) -> dict[int, Column]:
    """Give the column of each position; by hand goes first, then left to right."""
    by_hand = {heading_key(cell) for cell in row} & mapped.keys()
    taken = {column for key in by_hand if (column := mapped[key])}
    columns: dict[int, Column] = {}
    for position, cell in enumerate(row):
        column = column_named(cell, mapped) if cell else None
        if not column or column in columns.values():
            continue
        if column not in taken or heading_key(cell) in mapped:
            columns[position] = column
    return columns


def known_count(row: Sequence[str], mapped: Mapped) -> int:
    return len(columns_of(row, mapped))


def locate(
    rows: Sequence[tuple[int, tuple[str, ...]]], mapped: Mapped, *, last_line: int
) -> Headings:
    """Take the row of the first lines that has most known headings."""
    number, written = max(
        (row for row in rows if row[0] <= last_line),
        key=lambda row: known_count(row[1], mapped),
        default=rows[0],
    )
    return Headings(line=number, written=written, columns=columns_of(written, mapped))


def missing_from(headings: Headings) -> tuple[Column, ...]:
    """List the required columns without a heading; a file may hold no advisor."""
    present = set(headings.columns.values())
    required: tuple[Column, ...] = REQUIRED_OF_STRUCTURE
    if present & set(ADVISOR_COLUMNS):
        required = (*required, *REQUIRED_OF_ADVISOR)
    return tuple(column for column in required if column not in present)


def require_all(headings: Headings) -> None:
    """Refuse a file without its required headings, naming each."""
    if missing := missing_from(headings):
        raise MissingHeadings(
            missing=[column.value for column in missing],
            missing_names=", ".join(column.value for column in missing),
            headings=[heading for heading in headings.written if heading],
        )
