"""The judgement of one line: its verdict, every reason, and what it would do."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from .columns import Column
from .reasons import Reason
from .records import AdvisorData, Affiliation, StructureData

# A record of the register by its id, or one to create by the line that creates it.
Ref = UUID | int


class Verdict(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    ERROR = "error"


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    KEEP = "keep"


class Change(BaseModel):
    """One field that the line would change, both values as a person reads them."""

    model_config = ConfigDict(frozen=True)

    column: Column
    old: str | None
    new: str


class Note(BaseModel):
    """A value not taken, because an earlier line of the same file already spoke."""

    model_config = ConfigDict(frozen=True)

    column: Column
    value: str
    kept: str
    line: int


class StructureOutcome(BaseModel):
    """What happens to the structure; `data` is its whole state afterwards."""

    model_config = ConfigDict(frozen=True)

    ref: Ref
    action: Action
    data: StructureData
    changes: tuple[Change, ...] = ()


class AffiliationOutcome(BaseModel):
    """What happens to the advisor's place in the line's structure."""

    model_config = ConfigDict(frozen=True)

    action: Action
    data: Affiliation
    changes: tuple[Change, ...] = ()


class AdvisorOutcome(BaseModel):
    """What happens to the advisor; `data` is their whole state afterwards."""

    model_config = ConfigDict(frozen=True)

    ref: Ref
    action: Action
    data: AdvisorData
    changes: tuple[Change, ...] = ()
    affiliation: AffiliationOutcome


class Line(BaseModel):
    """One line, judged. In error or duplicate, it has no outcome and does nothing."""

    model_config = ConfigDict(frozen=True)

    number: int
    verdict: Verdict
    errors: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    notes: tuple[Note, ...] = ()
    duplicate_of: int | None = None
    structure: StructureOutcome | None = None
    advisor: AdvisorOutcome | None = None

    @property
    def is_applicable(self) -> bool:
        return self.verdict in {Verdict.CREATE, Verdict.UPDATE}

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every field of a known record that the line would change."""
        structure = self.structure.changes if self.structure else ()
        if not self.advisor:
            return structure
        return (*structure, *self.advisor.changes, *self.advisor.affiliation.changes)

    @property
    def creates(self) -> tuple[str, ...]:
        """Name what the line would add to the register."""
        parts = {
            "structure": self.structure and self.structure.action,
            "advisor": self.advisor and self.advisor.action,
            "place": self.advisor and self.advisor.affiliation.action,
        }
        return tuple(name for name, did in parts.items() if did is Action.CREATE)
