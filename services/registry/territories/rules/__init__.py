"""Pure decisions about places: names, distances, telephones, look-ups."""

from kit.words import fold

from .distance import distance_km
from .gazetteer import Gazetteer
from .names import town_key
from .telephones import telephone_region

__all__ = ["Gazetteer", "distance_km", "fold", "telephone_region", "town_key"]
