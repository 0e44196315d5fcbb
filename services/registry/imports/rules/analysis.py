"""Judges a whole file, line after line, and sums it up."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from schemas.reference import Profile
from services.registry.imports.models import (
    Action,
    AdvisorData,
    Column,
    Importer,
    Line,
    Reason,
    StructureData,
    Summary,
    Table,
    Verdict,
)
from services.registry.territories.rules import Gazetteer

from .hints import gather_hints
from .judging import Judge
from .register import Register


def analyse(
    table: Table,
    *,
    register: Register,
    importer: Importer,
    gazetteer: Gazetteer,
    after_line: int = 0,
) -> Iterator[Line]:
    """Yield each line's judgement as soon as it is known.

    To resume, give the last line already kept and the same register: the lines before
    are judged again, quickly, and not yielded.
    """
    hints = gather_hints(table.rows, gazetteer=gazetteer, region=importer.region)
    judge = Judge(register, importer=importer, gazetteer=gazetteer, hints=hints)
    for row in table.rows:
        line = judge.judge(row)
        if line.number > after_line:
            yield line


def summarise(
    table: Table, lines: Iterable[Line], *, after: str | None = None
) -> Summary:
    """Count what applying the lines would do; they may be kept ones, read again."""
    tally = _Tally()
    for line in lines:
        tally.count(line)
    return tally.summary().model_copy(
        update={
            "after": after,
            "encoding": table.encoding,
            "sheet": table.sheet,
            "heading_line": table.headings.line,
            "unknown_headings": list(table.headings.unknown),
        }
    )


class _Tally:
    """Every structure and advisor once, in the state the last line leaves it in."""

    def __init__(self) -> None:
        self.lines = 0
        self.new_structures: dict[int, StructureData] = {}
        self.new_advisors: dict[int, AdvisorData] = {}
        self.changed_structures: set[UUID] = set()
        self.changed_advisors: set[UUID] = set()
        self.seen_advisors: set[UUID] = set()
        self.errors: dict[str, list[str]] = {}
        self.warnings: dict[str, list[str]] = {}
        self.proposals: dict[str, dict[str, str]] = {}
        self.duplicates: list[int] = []

    def count(self, line: Line) -> None:
        self.lines += 1
        self._count_reasons(line)
        if line.verdict is Verdict.DUPLICATE:
            self.duplicates.append(line.number)
        if structure := line.structure:
            if isinstance(structure.ref, int):
                self.new_structures[structure.ref] = structure.data
            elif structure.action is not Action.KEEP:
                self.changed_structures.add(structure.ref)
        if advisor := line.advisor:
            if isinstance(advisor.ref, int):
                self.new_advisors[advisor.ref] = advisor.data
            else:
                self.seen_advisors.add(advisor.ref)
                if {advisor.action, advisor.affiliation.action} != {Action.KEEP}:
                    self.changed_advisors.add(advisor.ref)

    def _count_reasons(self, line: Line) -> None:
        key = str(line.number)
        if line.errors:
            self.errors[key] = _columns(line.errors)
        if line.warnings:
            self.warnings[key] = _columns(line.warnings)
        proposals = {
            reason.column.value: reason.proposal.value
            for reason in (*line.warnings, *line.errors)
            if reason.proposal and reason.proposal.value is not None
        }
        if proposals:
            self.proposals[key] = proposals

    def summary(self) -> Summary:
        structures = self.new_structures.values()
        profiles = [advisor.profile for advisor in self.new_advisors.values()]
        return Summary(
            lines=self.lines,
            structures_created=len(structures),
            structures_updated=len(self.changed_structures),
            reception_points=sum(bool(one.reception_point) for one in structures),
            advisors_created=len(profiles),
            advisors_updated=len(self.changed_advisors),
            advisors_unchanged=len(self.seen_advisors - self.changed_advisors),
            dedicated=profiles.count(Profile.DEDICATED),
            generalist=profiles.count(Profile.GENERALIST),
            lines_in_error=len(self.errors),
            lines_duplicate=len(self.duplicates),
            errors=self.errors,
            warnings=self.warnings,
            proposals=self.proposals,
            duplicates=self.duplicates,
        )


def _columns(reasons: Iterable[Reason]) -> list[str]:
    named = {reason.column for reason in reasons}
    return [column.value for column in Column if column in named]
