"""The history of the contracts, with a line for what has been gained today."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kit.clock import now
from schemas.events import EVENTS
from schemas.history import HEADINGS, TABLE, read

HISTORY: Final = Path("schemas", TABLE.name)


def history() -> str:
    """Return the table as it is, and as many lines more as contracts have changed."""
    standing = TABLE.read_text("utf-8") if TABLE.exists() else _lines([HEADINGS])
    return standing + _lines(_gained())


def _gained() -> Iterator[tuple[str, str, str]]:
    known, today = read(), now().date().isoformat()
    for event in EVENTS:
        before = {name for one in known.get(event.type, ()) for name in one.fields}
        gained = [name for name in event.model_fields if name not in before]
        if gained:
            yield event.type, today, " ".join(gained)


def _lines(rows: Iterator[tuple[str, str, str]] | Sequence[tuple[str, ...]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()
