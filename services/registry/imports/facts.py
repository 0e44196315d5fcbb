"""How a census is told: its figures, and nothing of its lines."""

from schemas.events.registry import (
    CensusAnalysed,
    CensusApplied,
    CensusClosed,
    CensusUndone,
)

from .models import Figures, ImportBatch, Outcome, Undoing


def analysed(batch: ImportBatch) -> CensusAnalysed:
    figures = batch.figures or Figures()
    return CensusAnalysed(
        batch_id=batch.id,
        centre_id=batch.centre_id,
        lines=sum(figures.by_verdict.values()),
        structures_created=figures.structures_created,
        advisors_created=figures.advisors_created,
        updated=figures.structures_updated + figures.advisors_updated,
        lines_in_error=figures.by_verdict.get("error", 0),
    )


def closed(batch: ImportBatch) -> CensusClosed:
    """Tell that it was read, and that nothing of it was written."""
    figures = batch.figures or Figures()
    return CensusClosed(
        batch_id=batch.id,
        centre_id=batch.centre_id,
        lines=sum(figures.by_verdict.values()),
        structures_created=0,
        advisors_created=0,
        updated=0,
        lines_in_error=figures.by_verdict.get("error", 0),
    )


def applied(batch: ImportBatch) -> CensusApplied:
    figures, outcome = batch.figures or Figures(), batch.outcome or Outcome()
    return CensusApplied(
        batch_id=batch.id,
        centre_id=batch.centre_id,
        lines=sum(figures.by_verdict.values()),
        structures_created=outcome.structures_created,
        advisors_created=outcome.advisors_created,
        updated=outcome.structures_updated + outcome.advisors_updated,
        lines_in_error=figures.by_verdict.get("error", 0),
        kept=outcome.conflicts,
    )


def undone(batch: ImportBatch) -> CensusUndone:
    figures, undoing = batch.figures or Figures(), batch.undoing or Undoing()
    return CensusUndone(
        batch_id=batch.id,
        centre_id=batch.centre_id,
        lines=sum(figures.by_verdict.values()),
        structures_created=undoing.structures_removed,
        advisors_created=undoing.advisors_removed,
        updated=undoing.restored,
        lines_in_error=figures.by_verdict.get("error", 0),
        kept=undoing.kept,
    )
