"""How a change to a structure is told to the other services."""

from typing import Any

from schemas.events.registry import (
    StructureChanged,
    StructureCreated,
    StructureRemoved,
)

from .models import Structure


def created(structure: Structure) -> StructureCreated:
    return StructureCreated(**_state(structure))


def changed(structure: Structure) -> StructureChanged:
    return StructureChanged(**_state(structure))


def removed(structure: Structure) -> StructureRemoved:
    return StructureRemoved(**_state(structure), is_removed=True)


def _state(structure: Structure) -> dict[str, Any]:
    return {
        "structure_id": structure.id,
        "centre_id": structure.centre_id,
        "name": structure.name,
        "kind": structure.kind.value,
        "siret": structure.siret,
        "postcode": structure.postcode,
        "commune": structure.commune,
        "department": structure.department,
        "region": structure.region,
        "is_reception_point": structure.is_reception_point,
        "latitude": structure.latitude,
        "longitude": structure.longitude,
    }
