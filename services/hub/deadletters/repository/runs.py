"""Replays of many letters."""

from datetime import datetime, timedelta
from uuid import UUID

from kit.mongo import Index, Transaction
from kit.storage import Aggregates
from services.hub.deadletters.errors import ReplayNotFound
from services.hub.deadletters.models import ReplayRun

KEPT = timedelta(days=90)


class RunRepository:
    """Only the operator replays: these queries take no scope."""

    INDEXES = (
        Index([("started_at", -1), ("_id", -1)], name="started"),
        Index("ended_at", name="kept", expireAfterSeconds=int(KEPT.total_seconds())),
    )

    def __init__(self, runs: Aggregates[ReplayRun]) -> None:
        self._runs = runs

    async def find(self, run_id: UUID) -> ReplayRun | None:
        return await self._runs.find({"_id": run_id})

    async def get(self, run_id: UUID) -> ReplayRun:
        found = await self.find(run_id)
        if found is None:
            raise ReplayNotFound(run_id=run_id)
        return found

    async def latest(self, *, limit: int) -> list[ReplayRun]:
        order = [("started_at", -1), ("_id", -1)]
        return await self._runs.list({}, sort=order, limit=limit)

    async def add(self, run: ReplayRun, *, tx: Transaction) -> ReplayRun:
        return await self._runs.add(run, at=run.started_at, tx=tx)

    async def change(
        self, before: ReplayRun, after: ReplayRun, *, at: datetime
    ) -> ReplayRun:
        return await self._runs.change(before, after, at=at)
