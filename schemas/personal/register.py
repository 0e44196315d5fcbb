"""The register of processing as `maillage schemas` writes it beside this module.

A service that shows it reads this table: the models of the others are not its to read.
"""

import csv
from pathlib import Path
from typing import Final, NamedTuple

from .keeping import Kept
from .marking import Category
from .purposes import Purpose

TABLE: Final = Path(__file__).with_name("register.csv")


class Processed(NamedTuple):
    """One field of one collection: what it says of people, what for, how long."""

    purpose: Purpose
    collection: str
    field: str
    says: Category
    kept: Kept


HEADINGS: Final = Processed._fields


def read(table: Path = TABLE) -> tuple[Processed, ...]:
    if not table.exists():
        return ()
    with table.open(encoding="utf-8", newline="") as file:
        return tuple(
            Processed(
                Purpose(row["purpose"]),
                row["collection"],
                row["field"],
                Category(row["says"]),
                Kept(row["kept"]),
            )
            for row in csv.DictReader(file)
        )


REGISTER: Final = read()
