"""An aggregate: what changes as one, and counts its changes and its events."""

from uuid import UUID

from pydantic import Field

from kit.ids import new_id
from schemas.base import Stored


class Aggregate(Stored):
    id: UUID = Field(default_factory=new_id)
