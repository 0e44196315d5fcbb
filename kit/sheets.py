"""Sheets to take home: CSV that a spreadsheet opens and does not evaluate."""

import csv
import io
from collections.abc import Iterable, Sequence

# A spreadsheet would run these.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
MEDIA_TYPE = "text/csv; charset=utf-8"


def neutralised(cell: str) -> str:
    """Keep a spreadsheet from evaluating a cell."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as French spreadsheets read them: `;`, UTF-8 with its mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
