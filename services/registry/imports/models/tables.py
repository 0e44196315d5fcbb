"""A census file as it was read: its headings and its rows, nothing judged yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .columns import Column


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, numbered as a spreadsheet numbers it."""

    number: int
    cells: Mapping[Column, str]
    raw: tuple[str, ...]

    def text(self, column: Column) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading row: what was written, and the column each position was taken for."""

    line: int
    written: tuple[str, ...]
    columns: Mapping[int, Column]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings nothing was made of; their cells are kept, unused."""
        return tuple(
            heading
            for position, heading in enumerate(self.written)
            if heading and position not in self.columns
        )

    def heading_of(self, column: Column) -> str:
        """Call a column as the file's author does."""
        for position, one in self.columns.items():
            if one is column:
                return self.written[position]
        return column.value


@dataclass(frozen=True, slots=True)
class Table:
    """A whole file."""

    format: Literal["csv", "xlsx"]
    encoding: str | None
    separator: str | None
    sheet: str | None
    headings: Headings
    rows: tuple[Row, ...]
    blank_lines: tuple[int, ...]

    def kept_cells(self, row: Row) -> dict[str, str]:
        """Give the cells of unknown headings, kept with the batch."""
        return {
            heading or f"#{position + 1}": row.raw[position]
            for position, heading in enumerate(self.headings.written)
            if position not in self.headings.columns
            and position < len(row.raw)
            and row.raw[position]
        }
