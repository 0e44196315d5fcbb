"""Inbox entries in MongoDB, by person."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kit.mongo import Document, Index
from kit.series import Series
from kit.storage import Aggregates

from .errors import EntryNotFound
from .models import Entry

YEAR_SECONDS = 31_536_000

Place = tuple[datetime, UUID]


class EntryRepository:
    """Every query names the person: another's entry is absent."""

    INDEXES = (
        Index([("person_id", 1), ("created_at", -1), ("_id", -1)], name="newest"),
        Index([("person_id", 1), ("read_at", 1)], name="unread"),
        Index("created_at", name="year", expireAfterSeconds=YEAR_SECONDS),
    )

    # Its plan and who opens it must agree: what waits apart is looked for by the plan.
    TELLS_IN_BULK = True

    def __init__(self, entries: Aggregates[Entry]) -> None:
        self._entries = entries

    async def add_series(self, told: Iterable[Series[Entry]], *, at: datetime) -> int:
        """Place those that are not there yet; return how many were new."""
        return await self._entries.add_series(told, at=at)

    async def get(self, entry_id: UUID, *, person_id: UUID) -> Entry:
        found = await self._entries.find({"_id": entry_id, "person_id": person_id})
        if found is None:
            raise EntryNotFound(entry_id=entry_id)
        return found

    async def newest(
        self, person_id: UUID, *, after: Place | None, unread_only: bool, limit: int
    ) -> list[Entry]:
        query: Document = {"person_id": person_id}
        if unread_only:
            query["read_at"] = None
        if after is not None:
            at, id_ = after
            query["$or"] = [
                {"created_at": {"$lt": at}},
                {"created_at": at, "_id": {"$lt": id_}},
            ]
        order = (("created_at", -1), ("_id", -1))
        return await self._entries.list(query, sort=order, limit=limit)

    async def count_unread(self, person_id: UUID) -> int:
        return await self._entries.count({"person_id": person_id, "read_at": None})

    async def mark_read(
        self, person_id: UUID, ids: list[UUID], *, at: datetime
    ) -> None:
        """Remember the first reading; reading again changes nothing."""
        await self._entries.documents.update_many(
            {"_id": {"$in": ids}, "person_id": person_id, "read_at": None},
            {"$set": {"read_at": at}, "$inc": {"version": 1}},
        )

    async def mark_all_read(self, person_id: UUID, *, at: datetime) -> None:
        await self._entries.documents.update_many(
            {"person_id": person_id, "read_at": None, "created_at": {"$lte": at}},
            {"$set": {"read_at": at}, "$inc": {"version": 1}},
        )
