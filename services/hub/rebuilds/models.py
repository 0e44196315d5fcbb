"""What can be rebuilt, what is asked, and what each rebuild found."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from kit.rebuilds import Rebuild, Report
from kit.rebuilds.models import State
from kit.texts.typed import OnOneLine, Readable
from schemas.base import Localised
from schemas.readers import ReadModel

ModelName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    OnOneLine,
]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=500),
    Readable,
]


class NewRebuild(BaseModel):
    """`swaps` lets the rebuilt copy take the place of the live one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: ModelName
    swaps: bool = Field(
        default=False, description="Take the live one's place once compared."
    )
    despite_gaps: bool = Field(
        default=False,
        description="Even when the journal no longer has all that the live one knew.",
    )
    reason: Reason = Field(description="Kept with the name of who asks.")


class RebuildView(BaseModel):
    id: UUID
    model: str
    state: State
    swaps: bool
    despite_gaps: bool
    reason: str
    by: UUID | None
    asked_at: AwareDatetime
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    swapped_at: AwareDatetime | None
    read_count: int
    total_count: int
    unreadable_count: int = Field(description="Facts parked then, unreadable still.")
    report: Report | None
    error: str


class ReadModelView(BaseModel):
    name: str
    service: str
    group: str = Field(description="The reader whose facts feed it.")
    topics: tuple[str, ...]
    collections: tuple[str, ...]
    holds: Localised
    last: RebuildView | None


def view(rebuild: Rebuild) -> RebuildView:
    fields = {name: getattr(rebuild, name) for name in RebuildView.model_fields}
    return RebuildView(**fields)


def read_model(promised: ReadModel, last: Rebuild | None) -> ReadModelView:
    return ReadModelView(
        name=promised.name,
        service=promised.service,
        group=promised.group.name,
        topics=promised.group.topics,
        collections=promised.collections,
        holds=Localised(fr=promised.is_fr, en=promised.is_en),
        last=None if last is None else view(last),
    )
