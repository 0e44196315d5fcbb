"""An e-mail on its way, and what a mail server can answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from kit.aggregates import Aggregate
from services.notifications.templates.models import Matter

State = Literal["queued", "sent", "failed", "dropped"]


class Email(Aggregate):
    """One e-mail to one person about one event: the id is made of the three.

    `due_at` is also the end of a worker's lease; `version` fences who lost it.
    """

    person_id: UUID
    role: str
    matter: Matter
    event_id: UUID
    correlation_id: str
    created_at: datetime
    due_at: datetime
    state: State = "queued"
    attempts: int = 0
    lease: UUID | None = None
    ended_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The server has taken it."""


@dataclass(frozen=True, slots=True)
class TryLater:
    """The server refused this message for now."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """This message will never be taken."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unwanted:
    """The person refused it since it was queued."""


@dataclass(frozen=True, slots=True)
class ServerAbsent:
    """Nobody takes any message now: not this one's fault."""

    reason: str


Answer = Sent | TryLater | Refused | ServerAbsent
Outcome = Answer | Unwanted
