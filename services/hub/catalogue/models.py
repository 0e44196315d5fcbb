"""What the catalogue says of a type of event."""

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
    last_at: AwareDatetime | None
    count_24h: int
