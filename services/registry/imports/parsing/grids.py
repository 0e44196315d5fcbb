"""Rows of plain text, whatever kind of file they came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.registry.imports.errors import (
    CellTooLong,
    TooManyColumns,
    TooManyRows,
)

from .limits import CELL_CHARACTERS_MAX, COLUMNS_MAX, ROWS_MAX

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its rows that hold something, each with its number."""

    format: Literal["csv", "xlsx"]
    rows: Sequence[tuple[int, Cells]]
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None


class RowCollector:
    """Keep the rows that hold something, and refuse what goes beyond the limits."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, Cells]] = []

    def add(self, number: int, cells: Sequence[str]) -> None:
        trimmed = tuple(cell.strip() for cell in cells)
        filled = max((n for n, cell in enumerate(trimmed, 1) if cell), default=0)
        if not filled:
            return
        if filled > COLUMNS_MAX:
            raise TooManyColumns(line=number, limit=COLUMNS_MAX)
        if len(max(trimmed, key=len)) > CELL_CHARACTERS_MAX:
            raise CellTooLong(line=number, limit=CELL_CHARACTERS_MAX)
        if len(self.rows) > ROWS_MAX:
            raise TooManyRows(limit=ROWS_MAX)
        self.rows.append((number, trimmed[:filled]))
