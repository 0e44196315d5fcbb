"""Decides what becomes of an analysed file: applied, undone, or abandoned."""

from uuid import UUID

from kit.due import DueJobs
from kit.errors import StaleVersion
from kit.files import KeptFiles
from kit.scope import Scope
from services.registry.imports import facts
from services.registry.imports.errors import (
    CensusNotAbandonable,
    CensusNotApplicable,
    CensusNotUndoable,
    NothingToApply,
)
from services.registry.imports.models import (
    ABANDONABLE,
    Figures,
    ImportBatch,
    State,
)
from services.registry.imports.repository import BatchRepository, LineRepository

from .keeping import JOB, Keeper


class DecisionService:
    def __init__(
        self,
        *,
        batches: BatchRepository,
        lines: LineRepository,
        files: KeptFiles,
        due: DueJobs,
        keeper: Keeper,
    ) -> None:
        self._batches = batches
        self._lines = lines
        self._files = files
        self._due = due
        self._keeper = keeper

    async def apply(
        self,
        batch_id: UUID,
        *,
        by: UUID | None,
        scope: Scope,
        version: int | None = None,
    ) -> ImportBatch:
        """Have the valid lines written, as one batch.

        Raises:
            CensusNotApplicable: it has no preview, or was applied before.
            NothingToApply: no line is to be applied.
            StaleVersion: the preview is no longer the one that was read.
        """
        batch = await self._batches.get(batch_id, scope=scope)
        if batch.state is not State.ANALYSED:
            raise CensusNotApplicable(state=batch.state)
        if version is not None and batch.version != version:
            raise StaleVersion(batch_id, version)
        if not (batch.figures or Figures()).applicable:
            raise NothingToApply
        return await self._keeper.start(
            batch,
            state=State.APPLYING,
            applied_at=self._keeper.now(),
            applied_by=by,
            done=0,
            total=0,
        )

    async def undo(
        self, batch_id: UUID, *, by: UUID | None, scope: Scope
    ) -> ImportBatch:
        """Have the batch taken out, but for what was changed since.

        Raises:
            CensusNotUndoable: it is not applied, or was undone before.
        """
        batch = await self._batches.get(batch_id, scope=scope)
        if batch.state is not State.APPLIED:
            raise CensusNotUndoable(state=batch.state)
        return await self._keeper.start(
            batch, state=State.UNDOING, undone_by=by, done=0, total=0
        )

    async def abandon(self, batch_id: UUID, *, scope: Scope) -> ImportBatch:
        """Close a batch that was not applied; its file and lines are forgotten.

        Raises:
            CensusNotAbandonable: it is applied, at work, or closed.
        """
        batch = await self._batches.get(batch_id, scope=scope)
        if batch.state not in ABANDONABLE:
            raise CensusNotAbandonable(state=batch.state)
        return await self._close(batch, State.ABANDONED)

    async def expire(self, batch: ImportBatch) -> None:
        """Forget a preview that nobody applied in time."""
        if batch.state is State.ANALYSED:
            await self._close(batch, State.EXPIRED)

    async def _close(self, batch: ImportBatch, state: State) -> ImportBatch:
        fact = facts.closed(batch)
        closed = await self._keeper.advance(batch, fact, state=state)
        await self._due.drop(JOB, str(batch.id))
        await self._lines.remove_all(batch.id)
        await self._files.remove(batch.file_id)
        return closed
