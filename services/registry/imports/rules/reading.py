"""One row while it is read: its cleaned cells, and what was found wrong in them."""

import re
from collections.abc import Mapping

from services.registry.imports.models import (
    ADVISOR_COLUMNS,
    Code,
    Column,
    Proposal,
    Reason,
    Row,
)
from services.registry.territories.rules import Gazetteer

from .cleaning import clean
from .hints import Hints

SHOWN_MAX = 200
LENGTH_MAX = 200
LENGTHS_MAX: Mapping[Column, int] = {
    Column.ADDRESS: 500,
    Column.WEBSITE: 2_000,
    Column.THEMES: 1_000,
    Column.EMAIL: 254,
    Column.STRUCTURE_EMAIL: 254,
}
CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]"
)


class Reading:
    """Cells are asked for by column; reasons gather and never stop the reading."""

    def __init__(self, row: Row, *, gazetteer: Gazetteer, hints: Hints) -> None:
        self.row = row
        self.gazetteer = gazetteer
        self.hints = hints
        self.errors: list[Reason] = []
        self.warnings: list[Reason] = []
        self._texts = {column: self._clean(column) for column in row.cells}

    @property
    def has_advisor(self) -> bool:
        return any(self._texts.get(column) for column in ADVISOR_COLUMNS)

    def text(self, column: Column) -> str:
        """Give the cleaned cell, empty if it is missing or cannot be used."""
        return "" if self.is_wrong(column) else self._texts.get(column, "")

    def is_wrong(self, column: Column) -> bool:
        return any(reason.column is column for reason in self.errors)

    def require(self, column: Column, code: Code, proposal: Proposal | None) -> None:
        """Refuse a cell for being empty, unless it was already refused."""
        if not self.is_wrong(column):
            self.refuse(column, code, proposal)

    def refuse(
        self,
        column: Column,
        code: Code,
        proposal: Proposal | None = None,
        **facts: str | int,
    ) -> None:
        self.errors.append(self._reason(column, code, proposal, facts))

    def doubt(
        self,
        column: Column,
        code: Code,
        proposal: Proposal | None = None,
        **facts: str | int,
    ) -> None:
        self.warnings.append(self._reason(column, code, proposal, facts))

    def _reason(
        self,
        column: Column,
        code: Code,
        proposal: Proposal | None,
        facts: dict[str, str | int],
    ) -> Reason:
        value = self.row.text(column)[:SHOWN_MAX]
        return Reason(
            column=column, value=value, code=code, facts=facts, proposal=proposal
        )

    def _clean(self, column: Column) -> str:
        raw = self.row.text(column)
        line_break = ", " if column is Column.ADDRESS else " "
        text = clean(raw, line_break=line_break)
        longest = LENGTHS_MAX.get(column, LENGTH_MAX)
        if CONTROL.search(text):
            self.refuse(column, Code.CONTROL_CHARACTERS)
        elif len(text) > longest:
            self.refuse(column, Code.TOO_LONG, limit=longest, length=len(text))
        return text
