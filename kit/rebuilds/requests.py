"""The rebuilds of one service in MongoDB: asked by anyone, led by one process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from collections.abc import Collection as Several
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kit.clock import Clock
from kit.mongo import (
    Collection,
    Document,
    DuplicateKey,
    Index,
    MongoError,
    ReturnDocument,
)

from .errors import AlreadyRebuilding, HandsOff, RebuildNotFound
from .models import ACTIVE, Rebuild

NAME = "rebuilds"
LEASE = timedelta(seconds=30)
KEEP_SECONDS = 10.0
KEPT = timedelta(days=400)


class Rebuilds:
    """Who operates sees every rebuild: these queries take no scope.

    A leader writes on condition of its token: one that was stopped, or froze and was
    replaced, can write no more.
    """

    INDEXES = (
        Index(
            "model",
            name="one_at_a_time",
            unique=True,
            partialFilterExpression={"is_active": True},
        ),
        Index([("model", 1), ("asked_at", -1)], name="history"),
        Index("ended_at", name="kept", expireAfterSeconds=int(KEPT.total_seconds())),
    )

    def __init__(self, documents: Collection) -> None:
        self._documents = documents

    async def ask(self, wanted: Rebuild, *, until: datetime | None = None) -> Rebuild:
        """Ask for it; until that moment it is led by who asks, then by any worker.

        Raises:
            AlreadyRebuilding: the same read model is being rebuilt.
        """
        document = wanted.model_dump()
        fields = {"is_active": True, "lease_until": until or wanted.asked_at}
        try:
            await self._documents.insert_one(
                {"_id": document.pop("id"), **document, **fields}
            )
        except DuplicateKey as error:
            raise AlreadyRebuilding(model=wanted.model) from error
        return wanted

    async def claim(self, models: Several[str], now: datetime) -> Rebuild | None:
        """Take over one that nobody leads."""
        found: Document | None = await self._documents.find_one_and_update(
            {
                "is_active": True,
                "model": {"$in": list(models)},
                "lease_until": {"$lte": now},
            },
            {"$set": {"lease_until": now + LEASE}, "$inc": {"token": 1}},
            sort=[("asked_at", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return None if found is None else _read(found)

    async def note(self, before: Rebuild, *, at: datetime, **fields: Any) -> Rebuild:
        """Write how far it is, and keep it.

        Raises:
            HandsOff: it was stopped, or another process leads it.
        """
        after = before.model_copy(update=fields)
        changed = after.model_dump(include=set(fields))
        found: Document | None = await self._documents.find_one_and_update(
            {"_id": before.id, "token": before.token, "is_active": True},
            {
                "$set": {
                    **changed,
                    "is_active": after.state in ACTIVE,
                    "lease_until": at + LEASE,
                }
            },
        )
        if found is None:
            raise HandsOff
        return after

    @asynccontextmanager
    async def kept(self, rebuild: Rebuild, clock: Clock) -> AsyncIterator[None]:
        """Stay its leader while the block runs, however long a single step takes."""
        keeping = asyncio.create_task(self._keep(rebuild, clock))
        try:
            yield
        finally:
            keeping.cancel()

    async def _keep(self, rebuild: Rebuild, clock: Clock) -> None:
        while True:
            await asyncio.sleep(KEEP_SECONDS)
            with contextlib.suppress(MongoError):
                await self._documents.update_one(
                    {"_id": rebuild.id, "token": rebuild.token, "is_active": True},
                    {"$set": {"lease_until": clock() + LEASE}},
                )

    async def release(self, rebuild: Rebuild, *, at: datetime) -> None:
        """Let another process go on at once."""
        await self._documents.update_one(
            {"_id": rebuild.id, "token": rebuild.token, "is_active": True},
            {"$set": {"lease_until": at}},
        )

    async def cancel(self, rebuild_id: UUID, *, at: datetime) -> Rebuild:
        """Stop it; one that has ended stays as it is, one that exchanges goes on."""
        await self._documents.update_one(
            {"_id": rebuild_id, "state": {"$in": ["asked", "reading", "comparing"]}},
            {"$set": {"state": "cancelled", "is_active": False, "ended_at": at}},
        )
        return await self.get(rebuild_id)

    async def get(self, rebuild_id: UUID) -> Rebuild:
        found = await self._documents.find_one({"_id": rebuild_id})
        if found is None:
            raise RebuildNotFound(rebuild_id=rebuild_id)
        return _read(found)

    async def active_id(self, model: str) -> UUID | None:
        """Return the rebuild of that read model that is asked or under way."""
        query = {"model": model, "is_active": True}
        found = await self._documents.find_one(query, {"_id": True})
        return None if found is None else UUID(str(found["_id"]))

    async def latest(self, models: Several[str], *, limit: int) -> list[Rebuild]:
        query = {"model": {"$in": list(models)}}
        found = self._documents.find(query).sort("asked_at", -1).limit(limit)
        return [_read(one) async for one in found]


def _read(document: Document) -> Rebuild:
    return Rebuild.model_validate({"id": document["_id"], **document})
