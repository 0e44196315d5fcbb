"""The codes every service shares, with what people call them in two languages."""

from schemas.reference.labels import Label
from schemas.reference.profiles import PROFILES, Profile
from schemas.reference.regions import DEPARTMENTS, REGIONS, Department
from schemas.reference.structures import STRUCTURE_TYPES, StructureType
from schemas.reference.themes import THEMES, Theme

__all__ = [
    "DEPARTMENTS",
    "PROFILES",
    "REGIONS",
    "STRUCTURE_TYPES",
    "THEMES",
    "Department",
    "Label",
    "Profile",
    "StructureType",
    "Theme",
]
