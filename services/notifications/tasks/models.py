"""A task, for whom it waits, and the home that shows it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from schemas.access import Role


class Kind(StrEnum):
    VOTE = "vote"
    OPEN_VOTE = "open_vote"
    APPLY_CENSUS = "apply_census"
    INVITE = "invite"
    CHASE = "chase"
    SIGN_CHARTER = "sign_charter"
    SCHEDULE = "schedule"
    PUBLISH = "publish"
    ATTEND = "attend"
    DEAD_LETTERS = "dead_letters"
    OVERDUE_LETTERS = "overdue_letters"
    SLEEPERS = "sleepers"


class Lesson(StrEnum):
    """What an empty home teaches: what will come to it, and where one begins."""

    IMPORT = "import"
    FOLLOW = "follow"
    ADVISE = "advise"
    PROPOSE = "propose"
    VOTE = "vote"
    OPERATE = "operate"


Urgency = Literal["late", "today", "week", "later"]


class Waiting(BaseModel):
    """What one thing asks for, as its newest event left it; no kind: nothing any more.

    `audience` holds the keys of those who can do it: `person:...`, `centre:...`,
    `organisation:...`, `committee:...`, `role:...`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    kind: Kind | None = None
    audience: tuple[str, ...] = ()
    since: datetime
    due_at: datetime | None = None
    facts: Mapping[str, Any] = {}


class Task(BaseModel):
    """One line of the home. `facts` are ids, codes, counts and public titles."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    subject_id: UUID | None
    href: str
    since: datetime
    due_at: datetime
    count: int = 1
    facts: Mapping[str, Any] = {}


class Taught(BaseModel):
    """One lesson, and the roles that it is for."""

    model_config = ConfigDict(frozen=True)

    lesson: Lesson
    roles: tuple[Role, ...]


class TaskView(BaseModel):
    """One thing that waits for the caller, as machines read it."""

    kind: Kind
    subject_id: UUID | None
    href: str
    since: datetime
    due_at: datetime
    count: int
    urgency: Urgency


class TasksView(BaseModel):
    items: list[TaskView]


class Group(BaseModel):
    """Tasks of one urgency, the most urgent first."""

    model_config = ConfigDict(frozen=True)

    urgency: Urgency
    tasks: tuple[Task, ...]
