"""What each field means, in French and in English, by `aggregate.field` or `field`."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from schemas.base import Localised

TABLE: Final = Path(__file__).parents[1] / "data" / "meanings.csv"


def _read(table: Path) -> Mapping[str, Localised]:
    with table.open(encoding="utf-8", newline="") as file:
        return {
            row["field"]: Localised(fr=row["fr"], en=row["en"])
            for row in csv.DictReader(file)
        }


MEANINGS: Final[Mapping[str, Localised]] = _read(TABLE)
