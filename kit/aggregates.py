"""An aggregate: what changes as one, and counts its changes and its events."""

from typing import Any
from uuid import UUID

from pydantic import Field

from kit.ids import new_id
from schemas.base import Stored


class Aggregate(Stored):
    id: UUID = Field(default_factory=new_id)


def stored(aggregate: Stored) -> dict[str, Any]:
    """Return the document of an aggregate, without the events that wait in it."""
    document = aggregate.model_dump()
    return {"_id": document.pop("id"), **document}
