"""Which letters are meant, and what somebody sends to say so."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from kit.texts.typed import OnOneLine, Readable

from .letters import Family, State

CHOSEN_MAX = 200
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    OnOneLine,
]
Instant = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
Ids = Annotated[tuple[UUID, ...], Field(min_length=1, max_length=CHOSEN_MAX)]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=500),
    Readable,
]


class Selection(BaseModel):
    """Letters by what they have in common; what is not told does not matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: Name | None = None
    family: Family | None = None
    reason: Name | None = Field(default=None, description="The cause's code.")
    type: Name | None = Field(default=None, description="Whole, or `thing.fact.v1`.")
    key: Name | None = Field(default=None, description="The aggregate's id.")
    since: Instant | None = Field(default=None, description="Parked from then on.")
    until: Instant | None = Field(default=None, description="Parked before that.")
    ids: Ids | None = Field(default=None, description="None but these.")


class Wanted(Selection):
    """Which letters a list shows."""

    state: State = "waiting"


class NewReplay(Selection):
    """What waits of a selection; a rehearsal comes first and says how many."""

    as_of: Instant = Field(
        description="As the rehearsal gave it: what came later stays out."
    )

    @property
    def selection(self) -> Selection:
        return Selection.model_validate(self.model_dump(exclude={"as_of"}))


class Discard(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Reason = Field(description="Kept with the name of who discards.")


class Chosen(BaseModel):
    """Several letters at once; `reason` is that of the other button of the form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Ids
    reason: Annotated[str | None, Field(max_length=500)] = None


class ChosenDiscard(Chosen):
    reason: Reason
