"""Where events wait in MongoDB, and the change stream that tells when to look."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, Self

from kit.mongo import Collection, Database, MongoError
from kit.outbox import WAITING

from .relay import Waiting

# A trim touches no version, so the relay does not ring its own bell.
RINGS: list[dict[str, Any]] = [
    {
        "$match": {
            "$or": [
                {"operationType": {"$in": ["insert", "replace"]}},
                {"updateDescription.updatedFields.version": {"$exists": True}},
            ]
        }
    },
    {"$project": {"_id": 1}},
]


# The clock rings meanwhile: a broken stream costs latency alone.
REOPEN_SECONDS = 0.5


class MongoOutbox:
    """The documents of one collection that have events to tell."""

    def __init__(self, documents: Collection) -> None:
        self._documents = documents
        self._refused = documents.database["outbox_refused"]
        self.name = f"{documents.database.name}.{documents.name}"

    async def waiting(self, limit: int) -> list[Waiting]:
        cursor = self._documents.find(WAITING, {"pending": 1})
        oldest_first = cursor.sort("pending.at", 1).limit(limit)
        return [Waiting(found["_id"], found["pending"]) async for found in oldest_first]

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        """Pull by event id: right whatever was written to the document meanwhile."""
        await self._documents.update_many(
            {"_id": {"$in": document_ids}},
            {"$pull": {"pending": {"id": {"$in": event_ids}}}},
        )

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None:
        """Keep an event that Kafka will never take out of everybody's way."""
        kept = entry | {"_id": entry["id"], "document": document_id, "from": self.name}
        await self._refused.replace_one({"_id": entry["id"]}, kept, upsert=True)
        await self.trim([document_id], [entry["id"]])


class ChangeStreamBell:
    """Rings on changes in some databases; when a stream breaks, the clock rings."""

    def __init__(self, databases: Sequence[Database]) -> None:
        self._databases = databases
        self._rung = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._tasks = [
            asyncio.create_task(self._listen(database)) for database in self._databases
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)
        self._rung.clear()

    async def _listen(self, database: Database) -> None:
        while True:
            try:
                async with database.watch(RINGS, max_await_time_ms=1_000) as changes:
                    self._rung.set()
                    async for _ in changes:
                        self._rung.set()
            except MongoError:
                await asyncio.sleep(REOPEN_SECONDS)
