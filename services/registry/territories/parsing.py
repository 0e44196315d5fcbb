"""Reads the lists of territories that ship with the service, once."""

import csv
import gc
from functools import cache
from pathlib import Path

from .models import Commune, CommuneKind, FormerRegion, Position
from .rules import Gazetteer

DATA = Path(__file__).parent / "data"
KINDS = {kind.value: kind for kind in CommuneKind}


@cache
def load_gazetteer() -> Gazetteer:
    """Read every commune; about a tenth of a second, and only the first time."""
    collecting = gc.isenabled()
    gc.disable()  # 37 000 tuples that stay: collecting among them doubles the time
    try:
        return Gazetteer(_communes(), _former_regions())
    finally:
        if collecting:
            gc.enable()


def _rows(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _communes() -> list[Commune]:
    return [_commune(row) for row in _rows("communes.csv")]


def _commune(row: list[str]) -> Commune:
    code, name, kind, parent, postcodes, department, region, _, people, *point = row
    return Commune(
        code,
        name,
        KINDS[kind],
        parent,
        tuple(postcodes.split("|")) if postcodes else (),
        department,
        region,
        int(people or 0),
        Position(float(point[0]), float(point[1])) if point[0] else None,
    )


def _former_regions() -> dict[str, FormerRegion]:
    return {
        department: FormerRegion(code, name)
        for code, name, department in _rows("regions-2015.csv")
    }
