"""Reads a census file: what it is, its headings, then its rows."""

from collections.abc import Mapping, Sequence

from services.registry.imports.errors import FileEmpty
from services.registry.imports.models import (
    Column,
    Headings,
    Row,
    Table,
)

from .grids import Grid
from .headings import (
    Mapped,
    columns_of,
    known_count,
    locate,
    mapped_by_hand,
    missing_from,
    require_all,
)
from .kinds import Kind, kind_of
from .limits import HEADING_ROWS
from .separated import read_separated
from .workbooks import read_workbook

# What an export puts before a cell that a spreadsheet would take for a formula.
NEUTRALISED = tuple(f"'{sign}" for sign in "=+-@")


def read_table(data: bytes, *, mapping: Mapping[str, str] | None = None) -> Table:
    """Read a whole file, or raise the `FileRefused` that says why not.

    `mapping` goes from a heading to the column it is given by hand, or to nothing.
    """
    mapped = mapped_by_hand(mapping or {})
    grid = _grid_of(data, mapped)
    headings = locate(grid.rows, mapped, last_line=HEADING_ROWS)
    require_all(headings)
    rows = tuple(
        _row_of(number, cells, headings)
        for number, cells in grid.rows
        if number > headings.line
    )
    if not rows:
        raise FileEmpty
    return Table(
        format=grid.format,
        encoding=grid.encoding,
        separator=grid.separator,
        sheet=grid.sheet,
        headings=headings,
        rows=rows,
        blank_lines=_blank_lines(headings, rows),
    )


def read_headings(data: bytes, *, mapping: Mapping[str, str] | None = None) -> Headings:
    """Read only the headings, for the screen that maps them; none is required."""
    mapped = mapped_by_hand(mapping or {})
    grid = _grid_of(data, mapped)
    return locate(grid.rows, mapped, last_line=HEADING_ROWS)


def _grid_of(data: bytes, mapped: Mapped) -> Grid:
    def score(row: Sequence[str]) -> int:
        return known_count(row, mapped)

    def is_whole(row: Sequence[str]) -> bool:
        columns = columns_of(row, mapped)
        return not missing_from(Headings(line=0, written=tuple(row), columns=columns))

    if kind_of(data) is Kind.ZIP:
        grid = read_workbook(data, score=score, is_whole=is_whole)
    else:
        grid = read_separated(data, score=score)
    if not grid.rows:
        raise FileEmpty
    return grid


def _row_of(number: int, cells: tuple[str, ...], headings: Headings) -> Row:
    known: dict[Column, str] = {
        column: _plain(cells[position])
        for position, column in headings.columns.items()
        if position < len(cells) and cells[position]
    }
    return Row(number=number, cells=known, raw=cells)


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith(NEUTRALISED) else cell


def _blank_lines(headings: Headings, rows: Sequence[Row]) -> tuple[int, ...]:
    filled = {row.number for row in rows}
    between = range(headings.line + 1, rows[-1].number)
    return tuple(number for number in between if number not in filled)
