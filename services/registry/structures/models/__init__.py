"""The words of structures: the record, what one writes of it, what one asks for."""

from .edits import NewStructure, StructureEdit
from .queries import StructureFilter, StructureStaff
from .records import Provenance, Structure, name_key, words_of

__all__ = [
    "NewStructure",
    "Provenance",
    "Structure",
    "StructureEdit",
    "StructureFilter",
    "StructureStaff",
    "name_key",
    "words_of",
]
