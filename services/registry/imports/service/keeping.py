"""How a batch moves on: its state and its job in one write, its progress after each."""

from datetime import datetime, timedelta
from typing import Any

from kit.clock import Clock
from kit.context import cause
from kit.due import DueJobs
from kit.mongo import Mongo, Transaction
from schemas.base import Event
from services.registry.imports.models import ImportBatch
from services.registry.imports.repository import BatchRepository

JOB = "census"
# A killed worker's job is another's after this; each chunk takes far less.
LEASE = timedelta(seconds=15)


class Keeper:
    def __init__(
        self, *, mongo: Mongo, batches: BatchRepository, due: DueJobs, clock: Clock
    ) -> None:
        self._mongo = mongo
        self._batches = batches
        self._due = due
        self._clock = clock

    def now(self) -> datetime:
        return self._clock()

    async def begin(self, batch: ImportBatch) -> ImportBatch:
        """Add a batch, with the job that analyses it unless its columns wait."""
        at = self._clock()

        async def do(tx: Transaction) -> ImportBatch:
            added = await self._batches.add(batch, at=at, tx=tx)
            if batch.state.is_moving:
                await self._plan(batch, at=at, tx=tx)
            return added

        return await self._mongo.transaction(do)

    async def start(self, before: ImportBatch, **changes: Any) -> ImportBatch:
        """Change a batch and plan the job that goes on with it."""
        at = self._clock()
        after = before.model_copy(update=changes)

        async def do(tx: Transaction) -> ImportBatch:
            changed = await self._batches.change(before, after, at=at, tx=tx)
            await self._plan(after, at=at, tx=tx)
            return changed

        return await self._mongo.transaction(do)

    async def advance(
        self, before: ImportBatch, *facts: Event, **changes: Any
    ) -> ImportBatch:
        """Note how far a job is, and keep the job to this worker.

        Raises:
            StaleVersion: another worker, or a person, moved the batch meanwhile.
        """
        at = self._clock()
        after = before.model_copy(update=changes)
        changed = await self._batches.change(before, after, *facts, at=at)
        # One that has just ended may be planned anew by now: it would wait for nothing.
        if after.state.is_moving:
            await self._due.extend(JOB, str(before.id), until=at + LEASE)
        return changed

    async def _plan(self, batch: ImportBatch, *, at: datetime, tx: Transaction) -> None:
        await self._due.plan(
            JOB, str(batch.id), due_at=at, payload=_payload(batch), tx=tx
        )


def _payload(batch: ImportBatch) -> dict[str, Any]:
    """Name the batch, and who set its job off."""
    why = cause.get()
    told: dict[str, Any] = {} if why is None else {"correlation_id": why.correlation_id}
    told |= {"actor": why.actor} if why and why.actor else {}
    told |= {"acting_for": why.acting_for} if why and why.acting_for else {}
    return {"batch_id": batch.id, "centre_id": batch.centre_id, **told}
