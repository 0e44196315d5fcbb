"""Sums up an analysis for the page, and prepares each line to be stored."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from kit.ids import id_of
from services.registry.imports.models import (
    Column,
    Figures,
    KeptLine,
    Line,
    Reason,
    Row,
    Summary,
    Table,
    Verdict,
)


def kept_line(
    line: Line, row: Row, table: Table, *, batch_id: UUID, analysis: int
) -> KeptLine:
    """Store with a judged line what its row said of whom, and its unused cells."""
    names = (row.text(Column.FIRST_NAME), row.text(Column.LAST_NAME))
    return KeptLine(
        id=id_of("census line", batch_id, analysis, line.number),
        batch_id=batch_id,
        round=analysis,
        number=line.number,
        verdict=line.verdict,
        errors=_columns(line.errors),
        warnings=_columns(line.warnings),
        is_noted=bool(line.notes),
        who=" ".join(filter(None, names)),
        where=row.text(Column.STRUCTURE_NAME),
        unused=tuple(table.kept_cells(row).items()),
        body=line.model_dump_json(exclude_defaults=True),
    )


def figures_of(summary: Summary, lines: Iterable[Line]) -> Figures:
    kept = list(lines)
    shown = [line for line in kept if line.verdict is not Verdict.ERROR]
    return Figures(
        structures_created=summary.structures_created,
        structures_updated=summary.structures_updated,
        advisors_created=summary.advisors_created,
        advisors_updated=summary.advisors_updated,
        advisors_unchanged=summary.advisors_unchanged,
        by_verdict=dict(Counter(line.verdict.value for line in kept)),
        warned=sum(bool(line.warnings) for line in shown),
        noted=sum(bool(line.notes) for line in kept),
        error_columns=_counted(_columns(line.errors) for line in kept),
        warning_columns=_counted(_columns(line.warnings) for line in shown),
    )


def _columns(reasons: Iterable[Reason]) -> tuple[Column, ...]:
    return tuple(dict.fromkeys(reason.column for reason in reasons))


def _counted(lines: Iterable[tuple[Column, ...]]) -> dict[str, int]:
    """Count lines by column, the most frequent first."""
    counts = Counter(column.value for columns in lines for column in columns)
    return dict(counts.most_common())
