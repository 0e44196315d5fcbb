"""Where events wait in MongoDB: in the documents that they tell about."""

from collections.abc import Collection, Iterable
from typing import Any

from kit.mongo import Collection as Documents
from kit.mongo import Document, MongoError, bounded, first_reply, relaxed
from kit.outbox import REFUSED, WAITING

from .ports import Bell, Rung, Waiting

STORE_SECONDS = 20.0
OLDEST_FIRST = [("pending.at", 1)]
# One document may have gathered many events, and each may be large.
ENTRIES_MAX = 500
BATCH_ENTRIES_MAX = 4_000


class MongoOutbox:
    """The documents of one collection that have events to tell.

    `first` is where the first events of some of them wait, told in bulk: what follows
    is held back until those have left.
    """

    def __init__(self, documents: Documents, *, first: Documents | None = None) -> None:
        self.documents = documents
        self._first = first
        # A trim that a change of primary undoes costs a record told twice, no more.
        self._trimmed = relaxed(documents)
        self._refused = documents.database[REFUSED]
        self.name = f"{documents.database.name}.{documents.name}"

    async def waiting(self, limit: int, *, but: Collection[Any] = ()) -> list[Waiting]:
        """Return the oldest, as many as fit in memory; held back, there may be none."""
        others = {"_id": {"$nin": list(but)}} if but else {}
        shown = {"pending": {"$slice": ["$pending", ENTRIES_MAX]}}
        found: list[Waiting] = []
        entries = 0
        with bounded(STORE_SECONDS):
            documents = await first_reply(
                self.documents, WAITING | others, shown, sort=OLDEST_FIRST, limit=limit
            )
        for document in documents:
            found.append(Waiting(document["_id"], document["pending"]))
            entries += len(document["pending"])
            if entries >= BATCH_ENTRIES_MAX:
                break
        return await self._free(found)

    async def _free(self, found: list[Waiting]) -> list[Waiting]:
        """Leave out whose first events still wait elsewhere: asked after the look."""
        if self._first is None:
            return found
        later = {_key(one) for one in found if _is_later(one)}
        if not later:
            return found
        keys = {"pending.key": {"$in": list(later)}}
        with bounded(STORE_SECONDS):
            held = set(await self._first.distinct("pending.key", keys))
        return [one for one in found if not _is_later(one) or _key(one) not in held]

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        """Pull by event id: right whatever was written to the document meanwhile."""
        with bounded(STORE_SECONDS):
            await self._trimmed.update_many(
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
            await self.documents.update_one(
                {"_id": document_id}, {"$pull": {"pending": {"$in": [entry]}}}
            )


class MongoBulkOutbox(MongoOutbox):
    """Documents that are nothing but events: what is told is deleted."""

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        untold = {"pending": {"$elemMatch": {"id": {"$nin": event_ids}}}}
        with bounded(STORE_SECONDS):
            gone = await self._trimmed.delete_many(
                {"_id": {"$in": document_ids}, "$nor": [untold]}
            )
        if gone.deleted_count < len(document_ids):
            await super().trim(document_ids, event_ids)
            await self._delete_empty(document_ids)

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None:
        await super().refuse(document_id, entry)
        await self._delete_empty([document_id])

    async def _delete_empty(self, document_ids: list[Any]) -> None:
        empty = {"_id": {"$in": document_ids}, "pending": []}
        with bounded(STORE_SECONDS):
            await self._trimmed.delete_many(empty)


class MongoSurvey:
    """Which of many outboxes have something to tell, in one trip for each database."""

    def __init__(self, outboxes: Iterable[MongoOutbox]) -> None:
        self._by_database: dict[str, list[MongoOutbox]] = {}
        for one in outboxes:
            database = one.documents.database.name
            self._by_database.setdefault(database, []).append(one)

    async def waiting(self) -> set[str]:
        """Return the names of those where something waits."""
        found: set[str] = set()
        for first, *others in self._by_database.values():
            steps = [*_is_waiting(first), *(_union(one) for one in others)]
            with bounded(STORE_SECONDS):
                cursor = first.documents.aggregate(steps)
                found |= {one["outbox"] async for one in cursor}
        return found


class Surveyed:
    """A bell that says where to look whenever it would have all outboxes looked into.

    That all of them are looked into once in a while does not depend on it.
    """

    def __init__(self, bell: Bell, survey: MongoSurvey) -> None:
        self._bell = bell
        self._survey = survey

    async def wait(self, seconds: float) -> Rung | None:
        rung = await self._bell.wait(seconds)
        if rung is not None:
            return rung
        try:
            return dict.fromkeys(await self._survey.waiting())
        except MongoError:
            return None


def _is_later(one: Waiting) -> bool:
    sequence = one.entries[0].get("sequence")
    return isinstance(sequence, int) and sequence > 1


def _key(one: Waiting) -> Any:
    return one.entries[0].get("key")


def _is_waiting(outbox: MongoOutbox) -> list[Document]:
    return [
        {"$match": WAITING},
        # By the index that only holds what waits.
        {"$sort": dict(OLDEST_FIRST)},
        {"$limit": 1},
        {"$project": {"_id": False, "outbox": {"$literal": outbox.name}}},
    ]


def _union(outbox: MongoOutbox) -> Document:
    union = {"coll": outbox.documents.name, "pipeline": _is_waiting(outbox)}
    return {"$unionWith": union}
