"""A webinar as machines read it."""

from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from schemas.base import Localised
from schemas.events.webinars import WebinarState

from .webinar import Audience, Level, Verdict, Webinar


class PrivatePart(BaseModel):
    """What only its organisation, the committees and the administration read."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    dossier_id: UUID
    dossier_number: str
    proposed_at: AwareDatetime
    commercial_interest: str
    material: str | None
    wished_slots: tuple[AwareDatetime, ...]
    room: str | None


class WebinarView(BaseModel):
    """`private` is absent for the public."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    version: int
    state: WebinarState
    organisation_id: UUID
    title: Localised
    abstract: Localised
    objectives: str
    audience: Audience
    level: Level
    themes: tuple[str, ...]
    regions: tuple[str, ...]
    speakers: tuple[str, ...]
    duration_minutes: int
    seats_max: int
    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    published_at: AwareDatetime | None
    cancelled_at: AwareDatetime | None
    decision: Verdict | None = None
    private: PrivatePart | None = None

    @classmethod
    def of(cls, webinar: Webinar, *, is_held: bool) -> Self:
        private = PrivatePart.model_validate(webinar) if is_held else None
        return cls.model_validate(webinar).model_copy(
            update={"decision": webinar.verdict, "private": private}
        )
