"""A replay of the journal: what is told again, to whom, how fast, who asked and why."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from kit.texts import N_
from kit.texts.typed import OnOneLine, Readable
from kit.texts.validation import expected
from schemas.base import Localised
from schemas.personal import Category, Kept, Personal, Purpose

WORDS: Final = Personal(Category.WORDS, Purpose.REPAIR, Kept.MACHINE)
State = Literal["running", "done", "cancelled"]
Place = tuple[str, int]
PARIS = ZoneInfo("Europe/Paris")
RATE = 100
RATE_LIMIT = 10_000

GroupName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    OnOneLine,
]
TypeName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    OnOneLine,
]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=500),
    Readable,
]
# The dry run of a form that holds one already.
Unneeded = Annotated[str, StringConstraints(max_length=500), Readable]
Rate = Annotated[int, Field(ge=1, le=RATE_LIMIT)]


class Selection(BaseModel):
    """Which facts: by type (none: all that the group reads), by period, by subject."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: GroupName = Field(description="The one reader that is told again.")
    types: Annotated[tuple[TypeName, ...], Field(max_length=100)] = Field(
        default=(), description="Whole or short names; none is all it reads."
    )
    since: AwareDatetime | None = Field(
        default=None, description="Facts from this moment on."
    )
    until: AwareDatetime | None = Field(
        default=None, description="Facts before this moment."
    )
    aggregate: UUID | None = Field(
        default=None, description="Facts about this one thing."
    )

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.since and self.until and self.until <= self.since:
            raise expected(N_("Une fin après le début."))
        return self


class WantedReplay(Selection):
    """What a dry run is asked: the same as a replay, whose reason it does not need."""

    rate: Rate = Field(default=RATE, description="Events per second.")
    reason: Unneeded | None = None


class NewJournalReplay(Selection):
    rate: Rate = Field(default=RATE, description="Events per second.")
    reason: Reason = Field(description="Kept with the name of who asks.")


class TriedForm(BaseModel):
    """The form of a page: whole days of metropolitan France, the last one included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: GroupName
    types: Annotated[tuple[TypeName, ...], Field(max_length=100)] = ()
    since: date | None = None
    until: date | None = None
    aggregate: UUID | None = None
    rate: Rate = RATE
    reason: Unneeded | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise expected(N_("Une fin après le début."))
        return self

    def selection(self) -> Selection:
        after = None if self.until is None else self.until + timedelta(days=1)
        return Selection(
            group=self.group,
            types=self.types,
            since=_midnight(self.since),
            until=_midnight(after),
            aggregate=self.aggregate,
        )


class AskedForm(TriedForm):
    reason: Reason

    def wanted(self) -> NewJournalReplay:
        chosen = self.selection().model_dump()
        return NewJournalReplay(**chosen, rate=self.rate, reason=self.reason)


class Counted(BaseModel):
    """What the journal has of a selection: how many of each type, and when."""

    model_config = ConfigDict(frozen=True)

    by_type: Mapping[str, int]
    first_at: AwareDatetime | None
    last_at: AwareDatetime | None

    @property
    def total(self) -> int:
        return sum(self.by_type.values())


class TypeCount(BaseModel):
    type: str
    title: Localised
    count: int


class Forecast(BaseModel):
    """What a replay would tell, counted; nothing has been told."""

    total_count: int
    by_type: list[TypeCount]
    first_at: AwareDatetime | None
    last_at: AwareDatetime | None
    seconds: float = Field(description="How long it would take at this rate.")
    kept_since: AwareDatetime | None = Field(
        description="The oldest record of the journal: what came before is gone."
    )


class JournalReplay(BaseModel):
    """`ends` is how far the journal went when it was asked, `reached` how far it is."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    group: str
    types: tuple[str, ...]
    since: AwareDatetime | None
    until: AwareDatetime | None
    aggregate: UUID | None
    rate: int
    reason: Annotated[str, WORDS]
    by: UUID | None
    asked_at: AwareDatetime
    ends: tuple[tuple[str, int, int], ...]
    reached: tuple[tuple[str, int, int], ...] = ()
    total_count: int
    sent_count: int = 0
    state: State = "running"
    token: int = 0
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    ended_by: UUID | None = None

    @property
    def left(self) -> dict[Place, tuple[int, int]]:
        """Return, of each partition that is not done, where it is and where it ends."""
        come = _vector(self.reached)
        return {
            place: (come.get(place, -1), end)
            for place, end in _vector(self.ends).items()
            if come.get(place, -1) < end
        }


class JournalReplayView(BaseModel):
    id: UUID
    group: str
    types: tuple[str, ...]
    since: AwareDatetime | None
    until: AwareDatetime | None
    aggregate: UUID | None
    rate: int
    reason: str
    by: UUID | None
    state: State
    total_count: int
    sent_count: int = Field(description="May pass the total after a crash: told twice.")
    asked_at: AwareDatetime
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None


def reached(vector: Mapping[Place, int]) -> tuple[tuple[str, int, int], ...]:
    return tuple((*place, vector[place]) for place in sorted(vector))


def _vector(places: Sequence[tuple[str, int, int]]) -> dict[Place, int]:
    return {(topic, partition): offset for topic, partition, offset in places}


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), tzinfo=PARIS)


def view(replay: JournalReplay) -> JournalReplayView:
    fields: dict[str, Any] = {
        name: getattr(replay, name) for name in JournalReplayView.model_fields
    }
    return JournalReplayView(**fields)
