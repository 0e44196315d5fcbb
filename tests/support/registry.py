"""Builders of the registry's records: what a test does not care about is filled in."""

from typing import Any

from kit.ids import new_id
from schemas.reference import StructureType
from services.registry.structures.models import Structure


def a_structure(**fields: Any) -> Structure:
    montpellier: dict[str, Any] = {
        "id": new_id(),
        "name": "CMA Hérault",
        "kind": StructureType.CMA,
        "address": "48 rue Victor-Hugo",
        "postcode": "34000",
        "town": "Montpellier",
        "commune": "34172",
        "department": "34",
        "region": "76",
        "phone": "+33582000269",
        "email": "contact@cma-herault.example",
        "is_reception_point": True,
        "latitude": 43.6134,
        "longitude": 3.8692,
    }
    return Structure(**montpellier | fields)
