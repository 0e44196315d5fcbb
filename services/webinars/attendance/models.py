"""Who comes, as whoever holds a webinar reads it."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.webinars.proposals.models import Webinar
from services.webinars.schedule.models import Seats


class Share(BaseModel):
    """So many have this in common; no code gathers those too few to be told apart."""

    model_config = ConfigDict(frozen=True)

    code: str | None
    count: int


class Attendance(BaseModel):
    """Numbers of people alone: nobody is recognised in them."""

    model_config = ConfigDict(frozen=True)

    registered: int
    given_back: int
    departments: tuple[Share, ...]
    profiles: tuple[Share, ...]


class Coming(BaseModel):
    """One person with a seat, for those whose right is to read names."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID
    name: str
    registered_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """`coming` is none for whom the names are not."""

    webinar: Webinar
    seats: Seats | None
    attendance: Attendance
    coming: tuple[Coming, ...] | None
    has_ended: bool
