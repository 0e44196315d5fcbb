"""How far reception points are from the place one asked for."""

from collections.abc import Iterable
from math import inf

from services.registry.places.models import Here, ReceptionPoint
from services.registry.structures.models import Structure
from services.registry.territories.models import Position
from services.registry.territories.rules import distance_km


def measured(structures: Iterable[Structure], here: Here) -> list[ReceptionPoint]:
    """Sort by distance; in the town itself, a place nobody located comes first."""
    ranked = sorted(structures, key=lambda one: _rank(one, here))
    return [ReceptionPoint.of(one, distance_km=_distance(one, here)) for one in ranked]


def _rank(structure: Structure, here: Here) -> tuple[float, str, str]:
    distance = _distance(structure, here)
    if distance is None:
        distance = 0.0 if structure.commune in here.codes else inf
    return distance, structure.name, str(structure.id)


def _distance(structure: Structure, here: Here) -> float | None:
    if here.position is None or structure.latitude is None:
        return None
    if not structure.has_own_position and structure.commune in here.codes:
        return None
    there = Position(structure.latitude, structure.longitude or 0.0)
    return round(distance_km(here.position, there), 1)
