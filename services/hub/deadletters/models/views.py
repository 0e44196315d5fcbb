"""What machines read of dead letters."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from .letters import Family, State
from .runs import RunState
from .selecting import Selection

Encoding = Literal["utf-8", "hex"]


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


class HeaderView(BaseModel):
    name: str
    value: str
    encoding: Encoding


class DeadLetterView(DeadLetterSummary):
    key: str
    key_encoding: Encoding
    headers: list[HeaderView]
    value: str = Field(description="As text; what is no UTF-8 is in hexadecimal.")
    value_encoding: Encoding
    size: int = Field(description="Of the value, in bytes.")
    replayed_at: AwareDatetime | None
    replayed_by: UUID | None
    discarded_at: AwareDatetime | None
    discarded_by: UUID | None = Field(description="None: from the command line.")
    discard_reason: str | None


class Rehearsal(BaseModel):
    """What a replay would meet, tried without any effect."""

    is_readable: bool
    reason: str = ""
    detail: str = ""
    later_count: int = Field(
        default=0, description="Later records of the same subject, already passed."
    )


class RunView(BaseModel):
    """How far a replay of many letters has come."""

    id: UUID
    state: RunState
    selection: Selection
    as_of: AwareDatetime
    total: int = Field(description="Letters that waited when it began.")
    replayed_count: int
    back_count: int = Field(description="Of these, how many failed again and wait.")
    started_at: AwareDatetime
    ended_at: AwareDatetime | None
