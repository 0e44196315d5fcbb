"""What the file as a whole tells about a cell that is wrong or empty."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.registry.imports.models import Column, Row
from services.registry.structures.models import is_siret
from services.registry.territories.rules import Gazetteer, fold

from .cleaning import clean
from .siret_keys import compact_siret

# Above this share of its lines, a file is the census of one region.
ONE_REGION_MIN = 0.8


@dataclass(frozen=True)
class Hints:
    """Right values found on other lines; each is only ever proposed."""

    region: str | None = None
    siret_by_place: dict[tuple[str, str], str] = field(default_factory=dict)
    name_by_siret: dict[str, str] = field(default_factory=dict)
    postcode_by_place: dict[tuple[str, str], str] = field(default_factory=dict)
    email_by_person: dict[tuple[str, str], str] = field(default_factory=dict)


def gather_hints(
    rows: Sequence[Row], *, gazetteer: Gazetteer, region: str | None
) -> Hints:
    """Read the whole file once, lightly, before it is judged."""
    hints = Hints(region=region or _main_region(rows, gazetteer))
    for row in rows:
        name = fold(_text(row, Column.STRUCTURE_NAME))
        postcode, town = _text(row, Column.POSTCODE), fold(_text(row, Column.TOWN))
        siret = compact_siret(_text(row, Column.SIRET))
        if siret and is_siret(siret):
            hints.siret_by_place.setdefault((name, postcode), siret)
            if name:
                hints.name_by_siret.setdefault(siret, _text(row, Column.STRUCTURE_NAME))
        if gazetteer.under(postcode):
            hints.postcode_by_place.setdefault((name, town), postcode)
        if "@" in (email := _text(row, Column.EMAIL)):
            hints.email_by_person.setdefault(person_key(row), email)
    return hints


def person_key(row: Row) -> tuple[str, str]:
    return fold(_text(row, Column.LAST_NAME)), fold(_text(row, Column.FIRST_NAME))


def _main_region(rows: Sequence[Row], gazetteer: Gazetteer) -> str | None:
    regions = Counter(
        communes[0].region
        for row in rows
        if (communes := gazetteer.under(_text(row, Column.POSTCODE)))
    )
    if not regions:
        return None
    region, count = regions.most_common(1)[0]
    return region if count >= ONE_REGION_MIN * regions.total() else None


def _text(row: Row, column: Column) -> str:
    return clean(row.text(column))
