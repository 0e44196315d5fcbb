"""Records whose effect failed, and those that wait behind them for the same key."""

from collections.abc import Collection as Several
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kit.mongo import BulkWriteError, Collection, Document, Index, InsertOne

from .envelope import Headers, Record

INDEXES = (
    Index([("group", 1), ("place", 1), ("offset", 1)], name="order"),
    Index([("group", 1), ("unknown", 1)], name="unknown", sparse=True),
)

Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed:
    """A record set aside; `attempts` 0 means that it waits behind an earlier one."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers = field(default_factory=tuple)
    attempts: int
    due_at: datetime
    first_at: datetime
    error: str = ""

    @property
    def place(self) -> Place:
        return self.topic, self.partition


class Delays(Protocol):
    async def add(self, delayed: Sequence[Delayed]) -> None: ...

    async def change(self, delayed: Delayed) -> None: ...

    async def remove(self, delayed: Delayed) -> None: ...

    async def waiting(self, places: Several[Place]) -> list[Delayed]: ...

    async def keep_unknown(self, record: Record, type_: str, at: datetime) -> None: ...

    async def release_unknown(self, types: Several[str], at: datetime) -> int: ...


class MongoDelays:
    """One collection for a service; each group sees its own."""

    def __init__(self, documents: Collection, *, group: str) -> None:
        self._documents = documents
        self._group = group

    async def add(self, delayed: Sequence[Delayed]) -> None:
        """Set aside, before the offsets are committed; doing it twice is once."""
        writes = [InsertOne(self._document(one)) for one in delayed]
        if not writes:
            return
        try:
            await self._documents.bulk_write(writes, ordered=False)
        except BulkWriteError as error:
            codes = {one["code"] for one in (error.details or {})["writeErrors"]}
            if codes != {11_000}:
                raise

    async def change(self, delayed: Delayed) -> None:
        await self._documents.replace_one(
            {"_id": self._id(delayed)}, self._document(delayed)
        )

    async def remove(self, delayed: Delayed) -> None:
        await self._documents.delete_one({"_id": self._id(delayed)})

    async def waiting(self, places: Several[Place]) -> list[Delayed]:
        """Return what waits in these partitions, in the order of the log."""
        names = [_name(place) for place in places]
        query = {"group": self._group, "place": {"$in": names}, "unknown": None}
        cursor = self._documents.find(query).sort([("place", 1), ("offset", 1)])
        return [_read(document) async for document in cursor.limit(5_000)]

    async def keep_unknown(self, record: Record, type_: str, at: datetime) -> None:
        """Keep a record for a version of this service that knows its type."""
        kept = Delayed(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            key=record.key,
            value=record.value,
            headers=record.headers,
            attempts=0,
            due_at=at,
            first_at=at,
        )
        await self._documents.replace_one(
            {"_id": self._id(kept)},
            self._document(kept) | {"unknown": type_},
            upsert=True,
        )

    async def release_unknown(self, types: Several[str], at: datetime) -> int:
        """Offer again what this version has learnt to read."""
        released = await self._documents.update_many(
            {"group": self._group, "unknown": {"$in": list(types)}},
            {"$unset": {"unknown": ""}, "$set": {"due_at": at}},
        )
        return int(released.modified_count)

    def _id(self, delayed: Delayed) -> str:
        return f"{self._group}/{_name(delayed.place)}/{delayed.offset}"

    def _document(self, delayed: Delayed) -> Document:
        return {
            "_id": self._id(delayed),
            "group": self._group,
            "place": _name(delayed.place),
            "topic": delayed.topic,
            "partition": delayed.partition,
            "offset": delayed.offset,
            "key": delayed.key,
            "value": delayed.value,
            "headers": [list(header) for header in delayed.headers],
            "attempts": delayed.attempts,
            "due_at": delayed.due_at,
            "first_at": delayed.first_at,
            "error": delayed.error,
        }


def _name(place: Place) -> str:
    return f"{place[0]}/{place[1]}"


def _read(document: Document) -> Delayed:
    return Delayed(
        topic=document["topic"],
        partition=document["partition"],
        offset=document["offset"],
        key=document["key"],
        value=document["value"],
        headers=tuple((name, value) for name, value in document["headers"]),
        attempts=document["attempts"],
        due_at=document["due_at"],
        first_at=document["first_at"],
        error=document["error"],
    )
