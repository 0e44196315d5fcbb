"""A census without one person: rows, lines and cells, the others where they were."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from services.registry.imports.models import Column, KeptLine, Row, Table

from .cleaning import clean


def rows_about(table: Table, *, emails: Iterable[str], name: str) -> list[Row]:
    """List the rows with one of these addresses, or with this name, unless empty."""
    folded = _folded(emails)
    return [row for row in table.rows if _is_about(row, folded, name=name)]


def without(table: Table, rows: list[Row], *, emails: Iterable[str]) -> bytes:
    """Write the file as CSV: a blank line stands where a row was.

    The addresses may be the contact of a structure that others' rows give too.
    """
    folded = _folded(emails)
    gone = {row.number for row in rows}
    kept = {
        row.number: tuple(_blanked(cell, folded) for cell in row.raw)
        for row in table.rows
        if row.number not in gone
    }
    kept[table.headings.line] = table.headings.written
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for number in range(1, max(kept) + 1):
        writer.writerow(kept.get(number, ()))
    return text.getvalue().encode()


def holds(table: Table, emails: Iterable[str]) -> bool:
    folded = _folded(emails)
    return any(_blanked(cell, folded) != cell for row in table.rows for cell in row.raw)


def is_about(line: KeptLine, *, emails: Iterable[str], name: str) -> bool:
    """Tell whether a judged line is this person's, and not one that names them."""
    if line.who and line.who.casefold() == name.casefold():
        return True
    advisor = line.line.advisor
    return advisor is not None and _fold(advisor.data.email or "") in _folded(emails)


def line_without(line: KeptLine, *, emails: Sequence[str]) -> KeptLine:
    """Take the addresses out of a line of somebody else."""
    folded = _folded(emails)
    pairs = tuple((head, _blanked(cell, folded)) for head, cell in line.unused)
    # The longest first: one may be the end of another.
    longest = sorted(emails, key=len, reverse=True)
    found = re.compile("|".join(map(re.escape, longest)) or r"(?!)", re.IGNORECASE)
    changes = {"body": found.sub("", line.body), "unused": pairs}
    return line.model_copy(update=changes)


def _fold(text: str) -> str:
    return clean(text).casefold()


def _folded(emails: Iterable[str]) -> frozenset[str]:
    return frozenset(folded for one in emails if (folded := _fold(one)))


def _blanked(cell: str, folded: frozenset[str]) -> str:
    return "" if _fold(cell) in folded else cell


def _is_about(row: Row, folded: frozenset[str], *, name: str) -> bool:
    if _fold(row.text(Column.EMAIL)) in folded:
        return True
    first, last = (
        _fold(row.text(column)) for column in (Column.FIRST_NAME, Column.LAST_NAME)
    )
    return bool(name) and f"{first} {last}".strip() == name.casefold()
