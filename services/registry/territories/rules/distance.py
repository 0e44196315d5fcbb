"""How far two places are from each other, as the crow flies."""

from math import asin, cos, radians, sin, sqrt

from services.registry.territories.models import Position

EARTH_RADIUS_KM = 6371.0088


def distance_km(one: Position, other: Position) -> float:
    """Measure along the great circle (haversine)."""
    north = radians(other.latitude - one.latitude)
    east = radians(other.longitude - one.longitude)
    level = cos(radians(one.latitude)) * cos(radians(other.latitude))
    chord = sin(north / 2) ** 2 + level * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
