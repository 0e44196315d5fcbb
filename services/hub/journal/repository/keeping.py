"""How far back the journal goes: where each partition begins, and what is cut off."""

from collections.abc import Iterable
from datetime import datetime

from kit.mongo import Collection, Document

from .entries import Place


class KeepingRepository:
    """Cuts by place and offset: what it holds is public to who may read events."""

    def __init__(self, entries: Collection, *, ends: Collection) -> None:
        self._entries = entries
        self._ends = ends

    async def begins(self, topics: Iterable[str]) -> dict[Place, int]:
        """Return the first offset of each partition that was not cut off."""
        found = self._ends.find({"topic": {"$in": list(topics)}, "begin": {"$gt": 0}})
        return {(one["topic"], one["partition"]): one["begin"] async for one in found}

    async def places(self) -> list[Place]:
        found = self._ends.find({}, {"topic": 1, "partition": 1})
        return [(one["topic"], one["partition"]) async for one in found]

    async def first_since(self, place: Place, since: datetime) -> int | None:
        """Return the first offset kept since then; what precedes it may go.

        None when nothing of this partition has to go.
        """
        oldest = await self._one(place, {})
        if oldest is None or oldest["recorded_at"] >= since:
            return None
        young = await self._one(place, {"recorded_at": {"$gte": since}})
        if young is not None:
            return int(young["offset"])
        last = await self._one(place, {}, order=-1)
        return None if last is None else int(last["offset"]) + 1

    async def begin_at(self, place: Place, offset: int) -> None:
        """Say first that the partition begins here, so that no reader misses it."""
        await self._ends.update_one(
            {"_id": f"{place[0]}/{place[1]}"}, {"$max": {"begin": offset}}
        )

    async def cut(self, place: Place, offset: int, *, limit: int) -> int:
        """Take out some of what precedes an offset, and return how many records."""
        oldest = await self._one(place, {})
        if oldest is None or oldest["offset"] >= offset:
            return 0
        upto = min(offset, int(oldest["offset"]) + limit)
        query = _of(place) | {"offset": {"$lt": upto}}
        return int((await self._entries.delete_many(query)).deleted_count)

    async def _one(
        self, place: Place, query: Document, *, order: int = 1
    ) -> Document | None:
        found: Document | None = await self._entries.find_one(
            _of(place) | query,
            {"offset": 1, "recorded_at": 1},
            sort=[("offset", order)],
        )
        return found


def _of(place: Place) -> Document:
    return {"place": f"{place[0]}/{place[1]}"}
