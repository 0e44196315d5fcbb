"""When and where, as it is asked for and as it is booked."""

from datetime import datetime
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.webinars.proposals.models import (
    Duration,
    Instant,
    ParisInstant,
    SpeakerLines,
    Speakers,
)

from .rooms import RoomCode

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Slot(BaseModel):
    """What is absent stays as it was proposed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    starts_at: Instant
    room: RoomCode
    duration_minutes: Duration | None = None
    speakers: Speakers | None = None


class ScheduleForm(BaseModel):
    """The time is the one that a clock in Paris shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Version
    starts_at: ParisInstant
    room: RoomCode
    duration_minutes: Duration
    speakers: SpeakerLines

    def slot(self) -> Slot:
        return Slot(
            starts_at=self.starts_at,
            room=self.room,
            duration_minutes=self.duration_minutes,
            speakers=self.speakers,
        )


class Resource(NamedTuple):
    """What can be at one place at a time; its id tells no name."""

    id: UUID
    kind: Literal["room", "speaker"]


class Booking(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    webinar_id: UUID
    resource_id: UUID
    kind: Literal["room", "speaker"]
    starts_at: datetime
    ends_at: datetime
