"""A seat that a person holds, and how machines and calendars see it."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from kit.aggregates import Aggregate
from schemas.base import Localised

PURPOSE = "registration"
FEED_PURPOSE = "calendar"

RegistrationState = Literal["registered", "cancelled"]


class Registration(Aggregate):
    """One for each person and webinar; date and title are what calendars were told."""

    webinar_id: UUID
    person_id: UUID
    state: RegistrationState = "registered"
    registered_at: AwareDatetime
    cancelled_at: AwareDatetime | None = None
    calendar_sequence: int = 0
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    title: Localised

    @property
    def is_held(self) -> bool:
        return self.state == "registered"


class RegistrationView(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    webinar_id: UUID
    state: RegistrationState
    registered_at: AwareDatetime
    cancelled_at: AwareDatetime | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    title: Localised


class CalendarAddress(BaseModel):
    """The secret address of a person's feed, and how often it was changed."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID
    generation: int
