"""Entries by their place in Kafka, and how far each partition was kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.mongo import (
    BulkWriteError,
    Collection,
    Document,
    Index,
    UpdateOne,
)
from services.hub.journal.errors import EntryNotFound
from services.hub.journal.models import Entry

DUPLICATE_KEY = 11_000
Place = tuple[str, int]


class JournalRepository:
    """What is told is public to who may read events: these queries take no scope."""

    INDEXES = (
        Index([("place", 1), ("offset", 1)], name="place"),
        Index([("type", 1), ("recorded_at", -1)], name="type"),
        Index([("key", 1), ("recorded_at", -1)], name="key"),
        Index([("recorded_at", 1), ("type", 1)], name="hours"),
    )

    END_INDEXES = (Index("topic", name="topic"),)

    def __init__(self, entries: Collection, *, ends: Collection) -> None:
        self._entries = entries
        self._ends = ends

    async def add(self, entries: Sequence[Entry]) -> None:
        """Write in the order of each partition, then tell how far that is.

        A reader thus sees of each partition a beginning without a hole; written again,
        an entry stays as it was.
        """
        try:
            await self._entries.insert_many([_stored(one) for one in entries])
        except BulkWriteError as error:
            if not _is_repeated(error):
                raise
            await self._entries.bulk_write(
                [
                    UpdateOne(
                        {"_id": one.id}, {"$setOnInsert": _stored(one)}, upsert=True
                    )
                    for one in entries
                ]
            )
        await self._move_ends(entries)

    async def ends(self, topics: Iterable[str]) -> dict[Place, int]:
        """Return up to where each partition of these topics is kept."""
        found = self._ends.find({"topic": {"$in": list(topics)}})
        return {(one["topic"], one["partition"]): one["end"] async for one in found}

    async def events_after(
        self, place: Place, offset: int, *, types: Sequence[str], limit: int
    ) -> list[Entry]:
        """Return the first events of a partition behind this offset."""
        query: Document = {
            "place": f"{place[0]}/{place[1]}",
            "offset": {"$gt": offset},
            "is_event": True,
        }
        if types:
            query["type"] = {"$in": list(types)}
        cursor = self._entries.find(query).sort("offset", 1).limit(limit)
        return [_read(found) async for found in cursor]

    async def search(
        self,
        *,
        type_: str | None,
        aggregate: UUID | None,
        before: tuple[datetime, str] | None,
        limit: int,
    ) -> list[Entry]:
        """Return the newest entries that match, before one that was shown."""
        query: Document = {}
        if type_ is not None:
            query["type"] = type_
        if aggregate is not None:
            query["key"] = str(aggregate)
        if before is not None:
            at, id_ = before
            query["$or"] = [
                {"recorded_at": {"$lt": at}},
                {"recorded_at": at, "_id": {"$lt": id_}},
            ]
        order = [("recorded_at", -1), ("_id", -1)]
        cursor = self._entries.find(query).sort(order).limit(limit)
        return [_read(found) async for found in cursor]

    async def get(self, entry_id: str) -> Entry:
        found = await self._entries.find_one({"_id": entry_id})
        if found is None:
            raise EntryNotFound(entry=entry_id)
        return _read(found)

    async def count_later(self, place: Place, offset: int, *, key: str) -> int:
        """Count the later records of the same key: what a replay cannot undo."""
        counted: int = await self._entries.count_documents(
            {
                "place": f"{place[0]}/{place[1]}",
                "offset": {"$gt": offset},
                "key": key,
            }
        )
        return counted

    async def last_offsets(
        self, places: Iterable[Place], *, keys: Iterable[str], without: Iterable[str]
    ) -> dict[tuple[str, int, str], int]:
        """Return the last record of each key in these partitions, but for some."""
        query: Document = {
            "place": {"$in": [f"{topic}/{partition}" for topic, partition in places]},
            "key": {"$in": list(keys)},
            "_id": {"$nin": list(without)},
        }
        of = {"topic": "$topic", "partition": "$partition", "key": "$key"}
        last = {"_id": of, "last": {"$max": "$offset"}}
        found = self._entries.aggregate([{"$match": query}, {"$group": last}])
        return {
            (one["_id"]["topic"], one["_id"]["partition"], one["_id"]["key"]): one[
                "last"
            ]
            async for one in found
        }

    async def hours(
        self, type_: str | None, *, since: datetime
    ) -> dict[tuple[str, datetime], int]:
        """Count by type and by hour what was recorded since then."""
        match: Document = {"recorded_at": {"$gte": since}}
        if type_ is not None:
            match["type"] = type_
        hour = {"$dateTrunc": {"date": "$recorded_at", "unit": "hour"}}
        steps: list[dict[str, Any]] = [
            {"$match": match},
            {
                "$group": {
                    "_id": {"type": "$type", "hour": hour},
                    "count": {"$sum": 1},
                }
            },
        ]
        return {
            (found["_id"].get("type") or "", found["_id"]["hour"]): found["count"]
            async for found in self._entries.aggregate(steps)
        }

    async def last_at(self, type_: str) -> datetime | None:
        cursor = self._entries.find({"type": type_}, {"recorded_at": 1})
        async for found in cursor.sort("recorded_at", -1).limit(1):
            at: datetime = found["recorded_at"]
            return at
        return None

    async def _move_ends(self, entries: Sequence[Entry]) -> None:
        last: dict[Place, int] = {}
        for one in entries:
            place = (one.topic, one.partition)
            last[place] = max(last.get(place, -1), one.offset)
        await self._ends.bulk_write(
            [
                UpdateOne(
                    {"_id": f"{topic}/{partition}"},
                    {
                        "$max": {"end": end},
                        "$set": {"topic": topic, "partition": partition},
                    },
                    upsert=True,
                )
                for (topic, partition), end in last.items()
            ]
        )


def _stored(one: Entry) -> Document:
    document = one.model_dump(exclude={"id"})
    return {"_id": one.id, "place": one.place, **document}


def _read(found: Document) -> Entry:
    return Entry.model_validate({"id": found["_id"], **found})


def _is_repeated(error: BulkWriteError) -> bool:
    codes = {one["code"] for one in (error.details or {}).get("writeErrors", [])}
    return codes == {DUPLICATE_KEY}
