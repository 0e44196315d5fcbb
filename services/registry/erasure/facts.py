"""How an erasure is told to every service."""

from typing import Literal

from schemas.events.registry import ErasurePlanned, PersonErased

from .models import Erasure


def erased(erasure: Erasure) -> PersonErased:
    return PersonErased(person_id=erasure.id)


def planned(erasure: Erasure) -> ErasurePlanned:
    origin: Literal["self", "retention"] = (
        "self" if erasure.origin == "self" else "retention"
    )
    return ErasurePlanned(person_id=erasure.id, due_at=erasure.due_at, origin=origin)
