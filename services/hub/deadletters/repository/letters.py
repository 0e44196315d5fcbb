"""Letters: found, counted, written, and held by who deals with them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kit.mongo import Document, Index
from kit.storage import Aggregates
from schemas.base import Event
from services.hub.deadletters.errors import DeadLetterNotFound
from services.hub.deadletters.models import DeadLetter, Place, Selection, Wanted
from services.hub.deadletters.rules.aging import Waiting

from .queries import ORIGIN, WAITING, behind, free, matching, oldest_and_newest

KEPT = timedelta(days=90)
HELD = timedelta(seconds=60)


class DeadLetterRepository:
    """The operator sees every group's letters: these queries take no scope.

    `held` says who deals with a letter at this moment. It is a lease and no part of the
    letter: it changes no version, and lapses when its holder dies.
    """

    INDEXES = (
        Index([("state", 1), ("last_at", -1), ("_id", -1)], name="state"),
        Index([("state", 1), ("group", 1), ("last_at", -1)], name="group"),
        Index([("state", 1), ("first_at", 1)], name="oldest"),
        Index([("state", 1), *ORIGIN], name="origin"),
        Index([("key", 1), ("group", 1)], name="key"),
        Index("replayed_in", name="run", sparse=True),
        Index("closed_at", name="kept", expireAfterSeconds=int(KEPT.total_seconds())),
    )

    def __init__(self, letters: Aggregates[DeadLetter]) -> None:
        self._letters = letters

    async def find(self, letter_id: UUID) -> DeadLetter | None:
        return await self._letters.find({"_id": letter_id})

    async def get(self, letter_id: UUID) -> DeadLetter:
        found = await self.find(letter_id)
        if found is None:
            raise DeadLetterNotFound(dead_letter_id=letter_id)
        return found

    async def search(
        self,
        wanted: Wanted,
        *,
        before: tuple[datetime, UUID] | None = None,
        limit: int,
    ) -> list[DeadLetter]:
        """Return the letters, the latest failure first."""
        query = matching(wanted)
        if before is not None:
            at, letter_id = before
            query["$or"] = [
                {"last_at": {"$lt": at}},
                {"last_at": at, "_id": {"$lt": letter_id}},
            ]
        order = [("last_at", -1), ("_id", -1)]
        return await self._letters.list(query, sort=order, limit=limit)

    async def walk(
        self,
        selection: Selection,
        *,
        as_of: datetime,
        after: Place | None = None,
        limit: int,
    ) -> list[DeadLetter]:
        """Return what waits of a selection behind a place, in the order of origins."""
        query = matching(selection, as_of=as_of)
        if after is not None:
            query = {"$and": [query, behind(after)]}
        return await self._letters.list(query, sort=ORIGIN, limit=limit)

    async def count_by(
        self, field: str, wanted: Selection, *, as_of: datetime | None = None
    ) -> dict[str | None, int]:
        """Count the letters of a list by one of its fields."""
        counted = self._letters.documents.aggregate(
            [
                {"$match": matching(wanted, as_of=as_of)},
                {"$group": {"_id": f"${field}", "count": {"$sum": 1}}},
            ]
        )
        return {one["_id"]: one["count"] async for one in counted}

    async def span(
        self, selection: Selection, *, as_of: datetime
    ) -> tuple[datetime, datetime] | None:
        """Return when the oldest first failed, and the newest last."""
        query = matching(selection, as_of=as_of)
        async for found in self._letters.documents.aggregate(oldest_and_newest(query)):
            return found["oldest"], found["newest"]
        return None

    async def count_given(self, run_id: UUID) -> tuple[int, int]:
        """Count what a replay of many gave back, and what of it waits again."""
        given = await self._letters.count({"replayed_in": run_id})
        back = await self._letters.count({"replayed_in": run_id, "state": WAITING})
        return given, back

    async def entry_ids(self, group: str, keys: Iterable[bytes]) -> list[str]:
        """Name the records of these keys that never took effect for a group."""
        found = self._letters.documents.find(
            {
                "group": group,
                "key": {"$in": list(keys)},
                "state": {"$ne": "replayed"},
            },
            {"topic": True, "partition": True, "offset": True},
        )
        return [
            f"{one['topic']}/{one['partition']}/{one['offset']}" async for one in found
        ]

    async def oldest_waiting(self) -> DeadLetter | None:
        found = await self._letters.list(
            {"state": WAITING}, sort=[("first_at", 1)], limit=1
        )
        return next(iter(found), None)

    async def waiting(self, limit: timedelta) -> Waiting:
        """Look how many wait, and since when."""
        oldest = await self.oldest_waiting()
        count = await self._letters.count({"state": WAITING})
        since = None if oldest is None else oldest.first_at
        return Waiting(count, since, limit)

    async def hold(
        self, letter_ids: Sequence[UUID], *, holder: UUID, at: datetime
    ) -> list[DeadLetter]:
        """Take them in hand, but those that are in other hands."""
        ids: Document = {"_id": {"$in": list(letter_ids)}}
        await self._letters.documents.update_many(
            ids | free(holder, at=at),
            {"$set": {"held": {"by": holder, "until": at + HELD}}},
        )
        return await self._letters.list(ids | {"held.by": holder}, sort=ORIGIN)

    async def release(self, letter_ids: Sequence[UUID], *, holder: UUID) -> None:
        await self._letters.documents.update_many(
            {"_id": {"$in": list(letter_ids)}, "held.by": holder},
            {"$unset": {"held": ""}},
        )

    async def known(self, letter_ids: Iterable[UUID]) -> set[UUID]:
        """Return which of these are filed."""
        query = {"_id": {"$in": list(letter_ids)}}
        found = self._letters.documents.find(query, {"_id": True})
        return {one["_id"] async for one in found}

    async def add_many(
        self, told: Sequence[tuple[DeadLetter, Sequence[Event]]], *, at: datetime
    ) -> int:
        """Add those that are not there, and return how many were not."""
        return await self._letters.add_many(told, at=at)

    async def change(
        self, before: DeadLetter, after: DeadLetter, *facts: Event, at: datetime
    ) -> DeadLetter:
        return await self._letters.change(before, after, *facts, at=at)
