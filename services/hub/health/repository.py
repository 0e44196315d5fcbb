"""What waits in each service's database: counted, never read."""

from datetime import datetime

from kit.bulk_outbox import bulk_name
from kit.mongo import Collection, Document, Mongo
from kit.outbox import PENDING, REFUSED, WAITING

from .models import RefusedEvent

RELAY = "relay"
BULK = bulk_name("")
SHOWN = 5


class HealthRepository:
    """Counts events and records that wait; it looks into none, so it takes no scope."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def count_pending(self, service: str) -> int:
        """Count the documents whose events are not published yet.

        One that only holds what others tell counts as many as it holds.
        """
        database = self._mongo.database(service)
        count = 0
        for name in await database.list_collection_names():
            indexes = await database[name].index_information()
            if PENDING.document["name"] in indexes:
                count += await _count(database[name], name)
        return count

    async def count_delayed(self, service: str) -> int:
        documents = self._mongo.collection(service, "delayed")
        counted: int = await documents.count_documents({"unknown": None})
        return counted

    async def refused(self, service: str) -> tuple[int, tuple[RefusedEvent, ...]]:
        """Count what a relay had to set aside, and name the first of them."""
        documents = self._mongo.collection(service, REFUSED)
        first = documents.find({}, {"data": False}).sort("at", 1).limit(SHOWN)
        named = tuple([_refused(one) async for one in first])
        return await documents.count_documents({}), named

    async def relay_until(self, service: str) -> datetime | None:
        found = await self._mongo.collection(service, "leases").find_one({"_id": RELAY})
        until = None if found is None else found.get("until")
        return until if isinstance(until, datetime) else None

    async def version(self) -> str:
        return await self._mongo.server_version()


async def _count(documents: Collection, name: str) -> int:
    if not name.endswith(BULK):
        return int(await documents.count_documents(WAITING))
    steps: list[Document] = [
        {"$match": WAITING},
        {"$group": {"_id": None, "count": {"$sum": {"$size": "$pending"}}}},
    ]
    return sum([int(one["count"]) async for one in documents.aggregate(steps)])


def _refused(found: Document) -> RefusedEvent:
    return RefusedEvent(
        outbox=str(found.get("from", "-")),
        document_id=str(found.get("document", "-")),
        event_id=str(found["_id"]),
        type=str(found.get("type", "-")),
    )
