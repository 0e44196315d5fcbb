"""A record set aside: where it came from, why, and what was done about it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from kit.aggregates import Aggregate
from kit.texts.typed import Readable

State = Literal["waiting", "replayed", "discarded"]
Family = Literal["schema", "unreadable", "unknown", "exhausted"]
FAMILIES: tuple[Family, ...] = ("schema", "unreadable", "unknown", "exhausted")
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=500),
    Readable,
]


class DeadLetter(Aggregate):
    """`topic` and what follows are of the record as it was first told.

    `filed_from` names the dead letters' own records that were filed here, so that one
    read twice counts once. `closed_at` starts the 90 days for which it stays.
    """

    group: str
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    type: str | None
    reason: str
    detail: str
    family: Family
    attempts: int
    first_at: AwareDatetime
    last_at: AwareDatetime
    filed_from: tuple[str, ...]
    state: State = "waiting"
    replays: int = 0
    replayed_at: AwareDatetime | None = None
    replayed_by: UUID | None = None
    discarded_at: AwareDatetime | None = None
    discarded_by: UUID | None = None
    discard_reason: str | None = None
    closed_at: AwareDatetime | None = None

    @property
    def key_text(self) -> str:
        return _text(self.key)

    @property
    def value_text(self) -> str:
        return _text(self.value)

    @property
    def header_texts(self) -> list[tuple[str, str]]:
        return [(name, _text(value)) for name, value in self.headers]


class Discard(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Reason = Field(description="Kept with the name of who discards.")


class Chosen(BaseModel):
    """Several letters at once; `reason` is that of the other button of the form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=200)]
    reason: Annotated[str | None, Field(max_length=500)] = None


class ChosenDiscard(Chosen):
    reason: Reason


class Wanted(BaseModel):
    """Which letters a list shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: State = "waiting"
    group: Annotated[str | None, Field(max_length=80)] = None
    family: Family | None = None


class DeadLetterSummary(BaseModel):
    id: UUID
    group: str = Field(description="The reader that could not handle it.")
    topic: str
    partition: int
    offset: int
    type: str | None
    reason: str
    detail: str = Field(description="Fields and codes, never values.")
    family: Family
    attempts: int
    first_at: AwareDatetime
    last_at: AwareDatetime
    state: State
    replays: int


class DeadLetterView(DeadLetterSummary):
    key: str
    headers: list[tuple[str, str]]
    value: str = Field(description="As text; what is no UTF-8 is escaped.")
    discard_reason: str | None


class Rehearsal(BaseModel):
    """What a replay would meet, tried without any effect."""

    is_readable: bool
    reason: str = ""
    detail: str = ""
    later_count: int = Field(
        default=0, description="Later records of the same subject, already passed."
    )


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", errors="backslashreplace")
