"""Records whose effect failed, and those that wait behind them for the same key."""

from collections.abc import Collection as Several
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kit.mongo import (
    BulkWriteError,
    Collection,
    Document,
    Index,
    InsertOne,
    ReplaceOne,
    UpdateOne,
    bounded,
)

from .envelope import Headers, Record
from .held import HeldLine, Line

INDEXES = (
    Index([("group", 1), ("place", 1), ("key", 1), ("offset", 1)], name="line"),
    Index([("group", 1), ("unknown", 1)], name="unknown", sparse=True),
)
DUPLICATE_KEY = 11_000
# An absent store fails sooner; this ends what a store that hangs would keep.
STORE_SECONDS = 30.0

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
    # Parked too, since no contract had its type then.
    is_parked: bool = False

    @property
    def place(self) -> Place:
        return self.topic, self.partition


class Delays(Protocol):
    async def add(self, delayed: Sequence[Delayed]) -> int: ...

    async def settle(
        self, *, gone: Sequence[Delayed], again: Sequence[Delayed]
    ) -> None: ...

    async def held(self, places: Several[Place]) -> list[HeldLine]: ...

    async def first(self, lines: Several[Line], *, limit: int) -> list[Delayed]: ...

    async def keep_unknown(
        self, unknown: Sequence[tuple[Record, str]], at: datetime
    ) -> None: ...

    async def release_unknown(
        self, types: Several[str], places: Several[Place], at: datetime
    ) -> int: ...


class MongoDelays:
    """One collection for a service; each group sees its own.

    Every operation ends within `STORE_SECONDS`, as an absent store does.
    """

    def __init__(self, documents: Collection, *, group: str) -> None:
        self._documents = documents
        self._group = group

    async def add(self, delayed: Sequence[Delayed]) -> int:
        """Set aside, before the offsets are committed; return how many were not yet."""
        writes = [InsertOne(self._document(one)) for one in delayed]
        if not writes:
            return 0
        try:
            with bounded(STORE_SECONDS):
                await self._documents.bulk_write(writes, ordered=False)
        except BulkWriteError as error:
            found = error.details or {}
            codes = {one["code"] for one in found["writeErrors"]}
            if codes != {DUPLICATE_KEY}:
                raise
            return int(found["nInserted"])
        return len(writes)

    async def settle(
        self, *, gone: Sequence[Delayed], again: Sequence[Delayed]
    ) -> None:
        """Forget what no longer waits, and write down what was tried in vain."""
        tried = [
            UpdateOne({"_id": self._id(one)}, {"$set": _attempt(one)}) for one in again
        ]
        with bounded(STORE_SECONDS):
            if tried:
                await self._documents.bulk_write(tried, ordered=False)
            if gone:
                ids = [self._id(one) for one in gone]
                await self._documents.delete_many({"_id": {"$in": ids}})

    async def held(self, places: Several[Place]) -> list[HeldLine]:
        """Return the lines that wait in these partitions, without their records."""
        steps = [
            {"$match": self._waiting(places)},
            {"$sort": {"place": 1, "key": 1, "offset": 1}},
            {
                "$group": {
                    "_id": {"place": "$place", "key": "$key"},
                    "topic": {"$first": "$topic"},
                    "partition": {"$first": "$partition"},
                    "due_at": {"$first": "$due_at"},
                    "count": {"$sum": 1},
                }
            },
        ]
        with bounded(STORE_SECONDS):
            return [
                HeldLine(
                    Line(found["topic"], found["partition"], found["_id"].get("key")),
                    due_at=found["due_at"],
                    waiting=found["count"],
                )
                async for found in self._documents.aggregate(steps, allowDiskUse=True)
            ]

    async def first(self, lines: Several[Line], *, limit: int) -> list[Delayed]:
        """Return what waits in these lines, each from its start, `limit` in all."""
        keys: dict[Place, list[bytes | None]] = {}
        for line in lines:
            keys.setdefault((line.topic, line.partition), []).append(line.key)
        any_of = [
            self._waiting([place]) | {"key": {"$in": several}}
            for place, several in keys.items()
        ]
        order = [("place", 1), ("key", 1), ("offset", 1)]
        cursor = self._documents.find({"$or": any_of}).sort(order).limit(limit)
        with bounded(STORE_SECONDS):
            return [_read(document) for document in await cursor.to_list(limit)]

    async def keep_unknown(
        self, unknown: Sequence[tuple[Record, str]], at: datetime
    ) -> None:
        """Keep records for a version of this service that knows their types."""
        kept = [(delayed(record, at=at), type_) for record, type_ in unknown]
        writes = [
            ReplaceOne(
                {"_id": self._id(one)},
                self._document(one) | {"unknown": type_},
                upsert=True,
            )
            for one, type_ in kept
        ]
        with bounded(STORE_SECONDS):
            await self._documents.bulk_write(writes, ordered=False)

    async def release_unknown(
        self, types: Several[str], places: Several[Place], at: datetime
    ) -> int:
        """Offer again, in these partitions, what this version has learnt to read."""
        query = self._waiting(places) | {"unknown": {"$in": list(types)}}
        learnt = {"$unset": {"unknown": ""}, "$set": {"due_at": at, "is_parked": True}}
        with bounded(STORE_SECONDS):
            released = await self._documents.update_many(query, learnt)
        return int(released.modified_count)

    def _waiting(self, places: Several[Place]) -> Document:
        names = [_name(place) for place in places]
        return {"group": self._group, "place": {"$in": names}, "unknown": None}

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
            **_attempt(delayed),
        }


def delayed(record: Record, *, at: datetime) -> Delayed:
    """Set a record behind its line; it is tried as soon as its turn comes."""
    return Delayed(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=tuple(record.headers),
        attempts=0,
        due_at=at,
        first_at=at,
    )


def _attempt(one: Delayed) -> Document:
    """Return what a failed attempt changes; one that only waits has not failed yet."""
    return {
        "attempts": one.attempts,
        "first_at": one.first_at,
        "due_at": one.due_at,
        "error": one.error,
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
        is_parked=document.get("is_parked", False),
    )
