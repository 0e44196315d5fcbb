"""Where events wait in MongoDB: in the documents that they tell about."""

from typing import Any

from kit.mongo import Collection as Documents
from kit.mongo import bounded, first_reply
from kit.outbox import REFUSED, WAITING

from .sides import Waiting

STORE_SECONDS = 20.0
OLDEST_FIRST = [("pending.at", 1)]
# One document may have gathered many events, and each may be large.
ENTRIES_MAX = 500
BATCH_ENTRIES_MAX = 4_000


class MongoOutbox:
    """The documents of one collection that have events to tell."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._refused = documents.database[REFUSED]
        self.name = f"{documents.database.name}.{documents.name}"

    async def waiting(self, limit: int) -> list[Waiting]:
        """Return the oldest, as many as fit in memory; there is always one."""
        shown = {"pending": {"$slice": ["$pending", ENTRIES_MAX]}}
        found: list[Waiting] = []
        entries = 0
        with bounded(STORE_SECONDS):
            documents = await first_reply(
                self._documents, WAITING, shown, sort=OLDEST_FIRST, limit=limit
            )
        for document in documents:
            found.append(Waiting(document["_id"], document["pending"]))
            entries += len(document["pending"])
            if entries >= BATCH_ENTRIES_MAX:
                break
        return found

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        """Pull by event id: right whatever was written to the document meanwhile."""
        with bounded(STORE_SECONDS):
            await self._documents.update_many(
                {"_id": {"$in": document_ids}},
                {"$pull": {"pending": {"id": {"$in": event_ids}}}},
            )

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None:
        """Keep an event that Kafka will never take out of everybody's way."""
        kept_id = entry.get("id") or f"{self.name}/{document_id}"
        kept = entry | {"_id": kept_id, "document": document_id, "from": self.name}
        with bounded(STORE_SECONDS):
            await self._refused.replace_one({"_id": kept_id}, kept, upsert=True)
            # Equal to it: an entry without an id would match its neighbours by parts.
            await self._documents.update_one(
                {"_id": document_id}, {"$pull": {"pending": {"$in": [entry]}}}
            )
