"""The words of structures: the record, what one writes of it, what one asks for."""

from .contacts import dial, is_siret
from .edits import NewStructure, StructureEdit
from .queries import (
    StructureFilter,
    StructureList,
    StructureQuery,
    StructureSheet,
    StructureView,
)
from .records import Provenance, Structure, name_key
from .staff import Centre, Holders, Staff, StaffMember

__all__ = [
    "Centre",
    "Holders",
    "NewStructure",
    "Provenance",
    "Staff",
    "StaffMember",
    "Structure",
    "StructureEdit",
    "StructureFilter",
    "StructureList",
    "StructureQuery",
    "StructureSheet",
    "StructureView",
    "dial",
    "is_siret",
    "name_key",
]
