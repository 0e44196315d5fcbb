"""A webinar from its proposal to its last seat."""

from datetime import datetime, timedelta
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from kit.aggregates import Aggregate
from schemas.base import Localised
from schemas.events.webinars import WebinarState
from schemas.personal import Category, Kept, Personal, Purpose

NAME: Final = Personal(Category.NAME, Purpose.TEACH, Kept.WEBINAR)
WORDS: Final = Personal(Category.WORDS, Purpose.TEACH, Kept.WEBINAR)
Level = Literal["beginner", "intermediate", "advanced"]
Audience = Literal["everyone", "advisors"]


class Verdict(BaseModel):
    """What a committee decided about it."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    number: str


class Webinar(Aggregate):
    organisation_id: UUID
    proposed_by: UUID
    proposed_at: AwareDatetime
    dossier_id: UUID
    dossier_number: str
    state: WebinarState = "proposed"
    title: Localised
    abstract: Annotated[Localised, WORDS]
    objectives: Annotated[str, WORDS]
    material: Annotated[str | None, WORDS] = None
    audience: Audience
    level: Level
    themes: tuple[str, ...]
    regions: tuple[str, ...] = ()
    speakers: Annotated[tuple[str, ...], NAME]
    duration_minutes: int
    seats_max: int
    wished_slots: tuple[AwareDatetime, ...] = ()
    commercial_interest: Annotated[str, WORDS]
    verdict: Verdict | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    room: str | None = None
    published_at: AwareDatetime | None = None
    cancelled_at: AwareDatetime | None = None

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.duration_minutes)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    def is_joinable(self, now: datetime) -> bool:
        return (
            self.state == "open" and self.starts_at is not None and self.starts_at > now
        )
