"""The census as machines read it and ask for it."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from .batches import Figures, ImportBatch, Outcome, Reading, State, Undoing
from .columns import Column
from .effects import EffectState, Kind, Why
from .kept import KeptLine
from .lines import Change, Note, Verdict

Heading = Annotated[str, StringConstraints(max_length=4_096)]
ColumnName = Annotated[str, StringConstraints(max_length=100)]


class MappingRequest(BaseModel):
    """Which column each heading stands for; an empty one leaves the heading out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mapping: dict[Heading, ColumnName] = Field(max_length=200)


class Progress(BaseModel):
    state: State
    done: int
    total: int

    @classmethod
    def of(cls, batch: ImportBatch) -> Self:
        return cls(state=batch.state, done=batch.done, total=batch.total)


class CensusView(BaseModel):
    id: UUID
    version: int
    state: State
    progress: Progress
    centre_id: UUID | None
    file_name: str
    sha256: str
    same_as: UUID | None
    uploaded_at: AwareDatetime
    uploaded_by: UUID | None
    missing: list[Column]
    reading: Reading | None
    figures: Figures | None
    expires_at: AwareDatetime | None
    applied_at: AwareDatetime | None
    outcome: Outcome | None
    undone_at: AwareDatetime | None
    undoing: Undoing | None

    @classmethod
    def of(cls, batch: ImportBatch) -> Self:
        named = set(cls.model_fields) - {"progress", "missing"}
        fields = {name: getattr(batch, name) for name in named}
        progress = Progress.of(batch)
        return cls(**fields, progress=progress, missing=list(batch.missing))


class ReasonView(BaseModel):
    """Why a cell was refused or doubted, in the reader's words."""

    column: Column
    value: str
    code: str
    expected: str
    proposal: str | None
    advice: str | None


class LineView(BaseModel):
    number: int
    verdict: Verdict
    advisor: str
    structure: str
    errors: list[ReasonView]
    warnings: list[ReasonView]
    creates: list[str]
    changes: list[Change]
    notes: list[Note]
    duplicate_of: int | None
    unused: dict[str, str]

    @classmethod
    def of(
        cls, kept: KeptLine, *, errors: list[ReasonView], warnings: list[ReasonView]
    ) -> Self:
        line = kept.line
        return cls(
            number=line.number,
            verdict=line.verdict,
            advisor=kept.who,
            structure=kept.where,
            errors=errors,
            warnings=warnings,
            creates=list(line.creates),
            changes=list(line.changes),
            notes=list(line.notes),
            duplicate_of=line.duplicate_of,
            unused=dict(kept.unused),
        )


class EffectView(BaseModel):
    """What became of one record; `reason` says it in the reader's words."""

    kind: Kind
    record_id: UUID
    line: int
    advisor: str
    structure: str
    action: str
    state: EffectState
    why: Why | None
    reason: str | None
    columns: list[Column]
