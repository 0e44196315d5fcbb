"""Batches in MongoDB: every query about them stands here."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kit.mongo import Index, Transaction
from kit.scope import Scope, within
from kit.storage import Aggregates
from schemas.base import Event
from services.registry.imports.errors import CensusNotFound
from services.registry.imports.models import ImportBatch


class BatchRepository:
    INDEXES = (
        Index([("centre_id", 1), ("_id", -1)], name="centre"),
        Index([("sha256", 1), ("centre_id", 1)], name="file"),
    )

    def __init__(self, batches: Aggregates[ImportBatch]) -> None:
        self._batches = batches

    async def get(
        self, batch_id: UUID, *, scope: Scope, tx: Transaction | None = None
    ) -> ImportBatch:
        query = {"_id": batch_id, **within(scope, field="centre_id")}
        batch = await self._batches.find(query, tx=tx)
        if batch is None:
            raise CensusNotFound(census_id=batch_id)
        return batch

    async def list_page(
        self, *, scope: Scope, after: UUID | None, limit: int
    ) -> list[ImportBatch]:
        """List the latest first, going on after one of them when it is given."""
        query = within(scope, field="centre_id")
        if after is not None:
            query["_id"] = {"$lt": after}
        return await self._batches.list(query, sort=[("_id", -1)], limit=limit)

    async def find_same(
        self, sha256: str, *, centre_id: UUID | None
    ) -> ImportBatch | None:
        """Find the latest batch of the same file, for the same centre."""
        query = {"sha256": sha256, "centre_id": centre_id}
        found = await self._batches.list(query, sort=[("_id", -1)], limit=1)
        return found[0] if found else None

    async def uploaded_before(
        self, before: datetime, *, scope: Scope
    ) -> list[ImportBatch]:
        query = {"uploaded_at": {"$lt": before}, **within(scope, field="centre_id")}
        return await self._batches.list(query)

    async def holders_among(self, centre_ids: Iterable[UUID]) -> set[UUID]:
        """Tell which centres have imported something."""
        query = {"centre_id": {"$in": list(centre_ids)}}
        return set(await self._batches.documents.distinct("centre_id", query))

    async def add(
        self, batch: ImportBatch, *, at: datetime, tx: Transaction
    ) -> ImportBatch:
        return await self._batches.add(batch, at=at, tx=tx)

    async def change(
        self,
        before: ImportBatch,
        after: ImportBatch,
        *facts: Event,
        at: datetime,
        tx: Transaction | None = None,
    ) -> ImportBatch:
        return await self._batches.change(before, after, *facts, at=at, tx=tx)
