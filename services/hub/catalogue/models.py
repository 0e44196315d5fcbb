"""What the catalogue says of a type of event."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.base import Localised


class FieldLine(BaseModel):
    """One field: its schema, what it means, the version that brought it."""

    model_config = ConfigDict(frozen=True)

    name: str
    schema_: dict[str, Any]
    meaning: Localised | None
    since: str
    is_required: bool
    is_key: bool


class ReaderView(BaseModel):
    group: str
    does: Localised
    behind: int | None = Field(
        default=None,
        description="Records of the topic left to read; none when Kafka is silent.",
    )


class VersionLine(BaseModel):
    """One moment of a type's life. A version may only gain optional fields."""

    model_config = ConfigDict(frozen=True)

    version: str
    on: date | None = Field(description="Promised that day; none while it is a draft.")
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    is_first: bool = Field(description="The first version of this type.")


class RealExample(BaseModel):
    """The last event of a type, without the ids of those whom it is about."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    headers: dict[str, str]
    data: dict[str, Any]


class EventTypeSummary(BaseModel):
    type: str
    short: str = Field(description="The name without what all types begin with.")
    service: str = Field(description="Who tells it.")
    topic: str
    title: Localised
    meaning: Localised
    schema_url: str


class EventTypeView(EventTypeSummary):
    key: str = Field(description="The field that is the Kafka key: order holds by it.")
    readers: list[ReaderView]
    example: dict[str, Any] = Field(description="CloudEvents, structured form.")
    versions: list[VersionLine]
    last_at: AwareDatetime | None
    count_24h: int
    rate_per_minute: float = Field(description="Over the last hour.")
    recent: RealExample | None = Field(
        default=None, description="For who may read events; people are masked."
    )
