"""The census's due jobs: each goes on from where its batch stands."""

from datetime import datetime
from uuid import UUID

from kit.due import DueJobs
from kit.scope import Everything
from services.registry.imports.errors import CensusNotFound
from services.registry.imports.models import ImportBatch, State
from services.registry.imports.repository import BatchRepository

from .analysing import Analysis
from .applying import Application
from .deciding import DecisionService
from .undoing import Withdrawal

EXPIRY = "census.expiry"
WORK = Everything("a worker does what people of the batch's centre asked for")


class CensusWork:
    def __init__(
        self,
        *,
        batches: BatchRepository,
        analysis: Analysis,
        application: Application,
        withdrawal: Withdrawal,
        decisions: DecisionService,
        due: DueJobs,
    ) -> None:
        self._batches = batches
        self._analysis = analysis
        self._application = application
        self._withdrawal = withdrawal
        self._decisions = decisions
        self._due = due

    async def go_on(self, batch_id: UUID) -> None:
        """Do what the batch waits for; nothing when it waits for nobody."""
        batch = await self._batches.get(batch_id, scope=WORK)
        match batch.state:
            case State.UPLOADED | State.ANALYSING:
                await self._analysis.run(batch)
                await self._plan_expiry(batch_id)
            case State.ANALYSED:  # killed between the preview and its expiry
                await self._plan_expiry(batch_id)
            case State.APPLYING:
                await self._application.run(batch)
            case State.UNDOING:
                await self._withdrawal.run(batch)
            case _:
                return

    async def expire(self, batch_id: UUID) -> None:
        batch = await self._find(batch_id)
        if batch is not None:
            await self._decisions.expire(batch)

    async def _plan_expiry(self, batch_id: UUID) -> None:
        batch = await self._batches.get(batch_id, scope=WORK)
        if batch.expires_at is None:
            return
        payload = {"batch_id": batch_id}
        at: datetime = batch.expires_at
        await self._due.plan(EXPIRY, str(batch_id), due_at=at, payload=payload)

    async def _find(self, batch_id: UUID) -> ImportBatch | None:
        try:
            return await self._batches.get(batch_id, scope=WORK)
        except CensusNotFound:
            return None
