"""A replay of many letters: what it would meet, and how far it has come."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kit.aggregates import Aggregate

from .letters import Place
from .selecting import Selection

RunState = Literal["running", "done", "stopped"]


class Counted(BaseModel):
    """`name` is empty for letters that have none."""

    model_config = ConfigDict(frozen=True)

    name: str
    count: int


class Plan(BaseModel):
    """What a replay of a selection would meet, tried without any effect."""

    model_config = ConfigDict(frozen=True)

    as_of: AwareDatetime = Field(description="Hand it to the replay itself.")
    letters_count: int
    by_type: list[Counted]
    by_group: list[Counted]
    oldest_at: AwareDatetime | None = None
    newest_at: AwareDatetime | None = None
    examined_count: int = Field(
        default=0, description="Letters that the two counts below are of."
    )
    overtaken_count: int = Field(
        default=0,
        description="A later fact about the same thing took effect meanwhile.",
    )
    unreadable_count: int = Field(
        default=0, description="As they are, these would come back at once."
    )


class ReplayRun(Aggregate):
    """`cursor` is where the chunks end that are whole, in the order of origins."""

    selection: Selection
    as_of: AwareDatetime
    state: RunState = "running"
    total: int
    by: UUID | None
    started_at: AwareDatetime
    cursor: Place | None = None
    ended_at: AwareDatetime | None = None

    @property
    def is_moving(self) -> bool:
        return self.state == "running"
