"""What waits in each service's database: counted, never read."""

from datetime import datetime

from kit.mongo import Mongo
from kit.outbox import PENDING, WAITING

RELAY = "relay"


class HealthRepository:
    """Counts events and records that wait; it looks into none, so it takes no scope."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def count_pending(self, service: str) -> int:
        """Count the documents whose events are not published yet."""
        database = self._mongo.database(service)
        count = 0
        for name in await database.list_collection_names():
            indexes = await database[name].index_information()
            if PENDING.document["name"] in indexes:
                count += await database[name].count_documents(WAITING)
        return count

    async def count_delayed(self, service: str) -> int:
        documents = self._mongo.collection(service, "delayed")
        counted: int = await documents.count_documents({"unknown": None})
        return counted

    async def relay_until(self, service: str) -> datetime | None:
        found = await self._mongo.collection(service, "leases").find_one({"_id": RELAY})
        until = None if found is None else found.get("until")
        return until if isinstance(until, datetime) else None

    async def version(self) -> str:
        return await self._mongo.server_version()
