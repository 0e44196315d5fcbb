"""A census without one person: rows, lines and cells, the others where they were."""

import csv
import io
import re

from services.registry.imports.models import Column, KeptLine, Row, Table

from .cleaning import clean


def rows_about(table: Table, *, email: str, name: str) -> list[Row]:
    """List the rows with this address, or with this name; empty ones match nothing."""
    return [row for row in table.rows if _is_about(row, email=email, name=name)]


def without(table: Table, rows: list[Row], *, email: str) -> bytes:
    """Write the file as CSV: a blank line stands where a row was.

    The address may be the contact of a structure that others' rows give too.
    """
    gone = {row.number for row in rows}
    kept = {
        row.number: tuple(_blanked(cell, email) for cell in row.raw)
        for row in table.rows
        if row.number not in gone
    }
    kept[table.headings.line] = table.headings.written
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for number in range(1, max(kept) + 1):
        writer.writerow(kept.get(number, ()))
    return text.getvalue().encode()


def holds(table: Table, text: str) -> bool:
    return any(_blanked(cell, text) != cell for row in table.rows for cell in row.raw)


def is_about(line: KeptLine, *, email: str, name: str) -> bool:
    """Tell whether a judged line is this person's, and not one that names them."""
    if line.who and line.who.casefold() == name.casefold():
        return True
    advisor = line.line.advisor
    return advisor is not None and advisor.data.email == email.lower()


def line_without(line: KeptLine, *, email: str) -> KeptLine:
    """Take the address out of a line of somebody else."""
    pairs = tuple((head, _blanked(cell, email)) for head, cell in line.unused)
    found = re.compile(re.escape(email), re.IGNORECASE)
    changes = {"body": found.sub("", line.body), "unused": pairs}
    return line.model_copy(update=changes)


def _blanked(cell: str, text: str) -> str:
    return "" if text and clean(cell).casefold() == text.casefold() else cell


def _is_about(row: Row, *, email: str, name: str) -> bool:
    address = clean(row.text(Column.EMAIL)).casefold()
    first, last = (
        clean(row.text(column)).casefold()
        for column in (Column.FIRST_NAME, Column.LAST_NAME)
    )
    called = f"{first} {last}".strip()
    return (bool(email) and address == email.casefold()) or (
        bool(name) and called == name.casefold()
    )
