"""A census as a batch: one file, from its arrival to its application or its undoing."""

from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from kit.aggregates import Aggregate
from schemas.personal import Category, Kept, Personal, Purpose

from .columns import Column
from .tables import Headings, Table

BLANKS_SHOWN = 20
WORDS: Final = Personal(Category.WORDS, Purpose.CENSUS, Kept.CENSUS)


class State(StrEnum):
    MAPPING = "mapping"
    UPLOADED = "uploaded"
    ANALYSING = "analysing"
    ANALYSED = "analysed"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    EXPIRED = "expired"

    @property
    def is_moving(self) -> bool:
        """Whether a job is at work on it, or about to be."""
        return self in MOVING


MOVING = frozenset({State.UPLOADED, State.ANALYSING, State.APPLYING, State.UNDOING})
MAPPABLE = frozenset({State.MAPPING, State.ANALYSED})
ABANDONABLE = frozenset(
    {State.MAPPING, State.UPLOADED, State.ANALYSING, State.ANALYSED, State.REFUSED}
)


class Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Choice(Part):
    """A heading and the column given to it by hand; empty means `leave it out`."""

    heading: str
    column: str


class HeadingSeen(Part):
    written: str
    column: Column | None


class Reading(Part):
    """How the file was read."""

    format: Literal["csv", "xlsx"]
    encoding: str | None
    separator: str | None
    sheet: str | None
    heading_line: int
    headings: tuple[HeadingSeen, ...]
    unknown_headings: tuple[str, ...]
    lines: int
    blank_count: int
    blank_lines: tuple[int, ...]

    @classmethod
    def of(cls, table: Table) -> "Reading":
        return cls(
            format=table.format,
            encoding=table.encoding,
            separator=table.separator,
            sheet=table.sheet,
            heading_line=table.headings.line,
            headings=seen(table.headings),
            unknown_headings=table.headings.unknown,
            lines=len(table.rows),
            blank_count=len(table.blank_lines),
            blank_lines=table.blank_lines[:BLANKS_SHOWN],
        )


def seen(headings: Headings) -> tuple[HeadingSeen, ...]:
    return tuple(
        HeadingSeen(written=written, column=headings.columns.get(position))
        for position, written in enumerate(headings.written)
        if written
    )


class Figures(Part):
    """What applying would do, in figures; the columns count lines."""

    structures_created: int = 0
    structures_updated: int = 0
    advisors_created: int = 0
    advisors_updated: int = 0
    advisors_unchanged: int = 0
    by_verdict: dict[str, int] = {}
    warned: int = 0
    noted: int = 0
    error_columns: dict[str, int] = {}
    warning_columns: dict[str, int] = {}

    @property
    def applicable(self) -> int:
        return self.by_verdict.get("create", 0) + self.by_verdict.get("update", 0)


class Outcome(Part):
    """What applying did."""

    structures_created: int = 0
    structures_updated: int = 0
    advisors_created: int = 0
    advisors_updated: int = 0
    centres_designated: int = 0
    conflicts: int = 0


class Undoing(Part):
    """What undoing did; `kept` are records that had changed or have an account."""

    structures_removed: int = 0
    advisors_removed: int = 0
    centres_removed: int = 0
    restored: int = 0
    kept: int = 0


class ImportBatch(Aggregate):
    """`round` counts analyses; `snapshot` names the register that the last one saw.

    `kept_line` is the last line whose judgement is stored. `done` of `total` tells how
    far the present job is, in lines while analysing, in records afterwards.
    """

    centre_id: UUID | None
    region: str | None
    file_id: UUID
    file_name: Annotated[str, WORDS]
    size: int
    sha256: str
    same_as: UUID | None = None
    state: State
    uploaded_at: AwareDatetime
    uploaded_by: UUID | None
    choices: tuple[Choice, ...] = ()
    headings: tuple[HeadingSeen, ...] = ()
    missing: tuple[Column, ...] = ()
    reading: Reading | None = None
    round: int = 0
    snapshot: str = ""
    kept_line: int = 0
    done: int = 0
    total: int = 0
    figures: Figures | None = None
    analysed_at: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None
    applied_at: AwareDatetime | None = None
    applied_by: UUID | None = None
    outcome: Outcome | None = None
    undone_at: AwareDatetime | None = None
    undone_by: UUID | None = None
    undoing: Undoing | None = None

    @property
    def mapping(self) -> dict[str, str]:
        return {one.heading: one.column for one in self.choices}
