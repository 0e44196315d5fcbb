"""Reads separated text (CSV): finds the separator, then the rows."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from services.registry.imports.errors import (
    CellTooLong,
    QuoteNeverClosed,
    TooManyColumns,
)

from .decoding import decode
from .grids import Grid, RowCollector
from .limits import (
    CELL_CHARACTERS_MAX,
    COLUMNS_MAX,
    HEADING_ROWS,
    SEPARATORS_MAX,
)

SEPARATORS = (";", ",", "\t")
SAMPLE_CHARACTERS = 65_536
# A line that some spreadsheets write for themselves; they do not show it as a row.
DIRECTIVE = re.compile(r"sep=(;|,|\t)(?:\r\n|\r|\n)", re.IGNORECASE)

Score = Callable[[Sequence[str]], int]


def read_separated(data: bytes, *, score: Score) -> Grid:
    """Read CSV text; `score` says how many headings it knows in a row."""
    text, encoding = decode(data)
    directive = DIRECTIVE.match(text)
    if directive:
        text = text[directive.end() :]
    separator = directive[1] if directive else _separator_of(text, score)
    return Grid(
        format="csv",
        rows=_rows(text, separator),
        encoding=encoding,
        separator=separator,
    )


def _separator_of(text: str, score: Score) -> str:
    """Prefer the separator that shows most headings, then most columns."""
    sample = text[:SAMPLE_CHARACTERS]

    def worth(separator: str) -> tuple[int, int]:
        rows = list(islice(_lenient(sample, separator), HEADING_ROWS))
        known = max((score(row) for row in rows), default=0)
        return known, max((len(row) for row in rows), default=0)

    return max(SEPARATORS, key=worth)


def _lenient(text: str, separator: str) -> Iterable[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error:
        return


def _rows(text: str, separator: str) -> list[tuple[int, tuple[str, ...]]]:
    try:
        return _read(text, separator, strict=True)
    except _StrayQuote:
        return _read(text, separator, strict=False)


def _bounded(lines: Iterable[str], separator: str) -> Iterator[str]:
    """Refuse a line of millions of cells before each of them becomes an object."""
    for number, line in enumerate(lines, 1):
        if line.count(separator) > SEPARATORS_MAX:
            raise TooManyColumns(line=number, limit=COLUMNS_MAX)
        yield line


class _StrayQuote(Exception):
    """A quote in the middle of a cell: wrong by the book, and read all the same."""


def _read(
    text: str, separator: str, *, strict: bool
) -> list[tuple[int, tuple[str, ...]]]:
    collector = RowCollector()
    source = _bounded(io.StringIO(text, newline=""), separator)
    reader = csv.reader(source, delimiter=separator, strict=strict)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            collector.add(number, cells)
    except csv.Error as fault:
        if "unexpected end" in str(fault):
            raise QuoteNeverClosed(line=number + 1) from fault
        if "field larger" in str(fault):
            raise CellTooLong(line=number + 1, limit=CELL_CHARACTERS_MAX) from fault
        raise _StrayQuote from fault
    return collector.rows
