"""Sheets to take home: CSV that a spreadsheet opens and does not evaluate."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# A spreadsheet would run these, the wide ones too where it reads them as narrow.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# It passes over these before it looks.
UNSEEN = re.compile(r"^[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]+")
MEDIA_TYPE = "text/csv; charset=utf-8"


def neutralised(cell: str) -> str:
    """Keep a spreadsheet from evaluating a cell."""
    is_formula = UNSEEN.sub("", cell).startswith(FORMULA_SIGNS)
    return f"'{cell}" if is_formula or cell.startswith(("\t", "\r")) else cell


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as French spreadsheets read them: `;`, UTF-8 with its mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
