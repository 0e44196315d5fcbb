"""What is asked of the agenda, and what it shows."""

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from schemas.documents.governance import Dossier
from schemas.events.webinars import WebinarState
from services.webinars.proposals.models import (
    RegionCode,
    ThemeCode,
    Webinar,
    WebinarView,
)
from services.webinars.schedule.models import Seats


def _filled(value: object) -> object:
    """Read an empty choice of a form as none."""
    return None if value == "" else value


class AgendaFilter(BaseModel):
    """`place` is what people type: a postcode leads to its region."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    theme: Annotated[ThemeCode | None, BeforeValidator(_filled)] = None
    region: Annotated[RegionCode | None, BeforeValidator(_filled)] = None
    place: Annotated[str | None, Field(max_length=100)] = None
    after: Annotated[str | None, Field(max_length=4_000)] = None


class HeldFilter(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    state: Annotated[WebinarState | None, BeforeValidator(_filled)] = None
    after: Annotated[str | None, Field(max_length=4_000)] = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A webinar with what stands around it; the dossier only for who holds it."""

    webinar: Webinar
    organisation: str | None
    seats: Seats | None
    is_joinable: bool
    is_held: bool = False
    dossier: Dossier | None = None

    @property
    def is_full(self) -> bool:
        return self.seats is not None and self.seats.left == 0


@dataclass(frozen=True, slots=True)
class Listing:
    shown: list[Shown]
    next: str | None


class AgendaView(WebinarView):
    """`seats_taken` counts; nobody is named."""

    organisation: str | None = None
    seats_taken: int | None = None

    @classmethod
    def of_shown(cls, shown: Shown) -> Self:
        taken = None if shown.seats is None else shown.seats.taken
        around = {"organisation": shown.organisation, "seats_taken": taken}
        return cls.of(shown.webinar, is_held=shown.is_held).model_copy(update=around)


class RoomView(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    seats_max: int
