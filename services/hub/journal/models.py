"""A record as the journal keeps it, and the feed that is read from it."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

# How far a reader has come: for each topic, the last offset of each partition.
Vector = Mapping[str, Mapping[int, int]]

TypeName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)
]


class Entry(BaseModel):
    """One record of one partition. `data` is its value when that is text."""

    model_config = ConfigDict(frozen=True)

    id: str
    topic: str
    partition: int
    offset: int
    key: str | None
    type: str | None
    event_id: str | None
    at: AwareDatetime | None
    headers: tuple[tuple[str, str], ...]
    data: str | None
    is_event: bool
    recorded_at: AwareDatetime

    @property
    def place(self) -> str:
        return f"{self.topic}/{self.partition}"


class CloudEvent(BaseModel):
    """An event in the structured JSON form of CloudEvents 1.0."""

    model_config = ConfigDict(extra="allow")

    specversion: str = "1.0"
    id: str
    type: str
    source: str
    subject: str | None = None
    time: str | None = None
    dataschema: str | None = None
    datacontenttype: str = "application/json"
    sequence: str | None = Field(default=None, description="Order per subject.")
    data: Any = Field(description="As the JSON Schema of the type says.")


class Feed(BaseModel):
    """`next` is always given: ask again with it to go on where this one ends."""

    items: list[CloudEvent]
    next: str


class Activity(BaseModel):
    """What one type did lately: how many each hour of the last 24, the oldest first."""

    model_config = ConfigDict(frozen=True)

    last_at: AwareDatetime | None = None
    hours: tuple[int, ...] = (0,) * 24

    @property
    def count(self) -> int:
        return sum(self.hours)


class JournalFilter(BaseModel):
    """What an operator looks for; an empty field is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_fields(cls, told: Any) -> Any:
        if not isinstance(told, Mapping):
            return told
        return {name: value for name, value in told.items() if value != ""}

    type: TypeName | None = None
    aggregate: UUID | None = None
    before: Annotated[str | None, Field(max_length=200)] = None
