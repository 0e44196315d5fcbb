"""Whom we may tell, and what about, as far as events have told us."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from schemas.base import Localised
from schemas.events.registry import AdvisorStatus
from schemas.events.webinars import WebinarState


class Copy(BaseModel):
    """Another service's thing as its newest event described it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    told_at: datetime


class Advisor(Copy):
    person_id: UUID
    centre_id: UUID | None
    profile: str
    themes: tuple[str, ...]
    departments: tuple[str, ...]
    regions: tuple[str, ...]
    structure_ids: tuple[UUID, ...] = ()
    status: AdvisorStatus
    charter_version: int | None


class Registration(Copy):
    """A seat that a person holds or has given back."""

    webinar_id: UUID
    person_id: UUID
    state: Literal["registered", "cancelled"]
    calendar_sequence: int


class Webinar(Copy):
    """`published_as` is the event that opened the registration, for late comers."""

    state: WebinarState
    audience: str = "everyone"
    themes: tuple[str, ...]
    regions: tuple[str, ...]
    title: Localised | None
    starts_at: datetime | None
    ends_at: datetime | None
    published_as: UUID | None = None
    published_at: datetime | None = None
