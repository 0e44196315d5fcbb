"""When each type was promised, and which fields it has gained since.

`maillage schemas` adds a line to the table beside this module for each new type and for
each field that a type gains; a line is never changed.
"""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

TABLE: Final = Path(__file__).with_name("history.csv")
HEADINGS: Final = ("type", "on", "fields")


class Change(NamedTuple):
    """The fields that a type has had from this day on; the first are its first ones."""

    on: date
    fields: tuple[str, ...]


def read(table: Path = TABLE) -> Mapping[str, tuple[Change, ...]]:
    """Return the changes of each type, the oldest first."""
    if not table.exists():
        return {}
    found: dict[str, list[Change]] = {}
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            change = Change(date.fromisoformat(row["on"]), tuple(row["fields"].split()))
            found.setdefault(row["type"], []).append(change)
    return {type_: tuple(changes) for type_, changes in found.items()}


HISTORY: Final = read()
