"""A consultation as the person concerned reads it: roles and places, no names."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kit.trace.models import Access

Who = Literal["oneself", "person", "machine", "nobody"]


class Consultation(BaseModel):
    """Some of the person's data were read or written once."""

    model_config = ConfigDict(frozen=True)

    position: int = Field(description="Its place in the trace.")
    at: AwareDatetime
    access: Access
    method: str
    route: str = Field(description="The pattern of the address, or the work's name.")
    who: Who
    role: str | None = Field(description="By which role; absent for nobody.")
    place: str = Field(description="The centre or organisation it is held for.")
    is_in_your_place: bool = Field(description="Done in your place, to help you.")


class Occasion(BaseModel):
    """Somebody acted in the person's place."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    role: str
    reason: str
    started_at: AwareDatetime
    over_at: AwareDatetime


class Consultations(BaseModel):
    """A page of them, the latest first; `next` is where to go on."""

    model_config = ConfigDict(frozen=True)

    items: tuple[Consultation, ...]
    next: int | None
