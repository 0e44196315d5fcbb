"""Dead letters in MongoDB: every query about them stands here."""

from datetime import datetime, timedelta
from uuid import UUID

from kit.mongo import Document, DuplicateKey, Index
from kit.storage import Aggregates
from schemas.base import Event

from .errors import DeadLetterNotFound
from .models import DeadLetter, Wanted

KEPT = timedelta(days=90)


class DeadLetterRepository:
    """The operator sees every group's letters: these queries take no scope."""

    INDEXES = (
        Index([("state", 1), ("last_at", -1), ("_id", -1)], name="state"),
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
        query = _query(wanted)
        if before is not None:
            at, letter_id = before
            query["$or"] = [
                {"last_at": {"$lt": at}},
                {"last_at": at, "_id": {"$lt": letter_id}},
            ]
        order = [("last_at", -1), ("_id", -1)]
        return await self._letters.list(query, sort=order, limit=limit)

    async def count_by(self, field: str, wanted: Wanted) -> dict[str, int]:
        """Count the letters of a list by one of its fields."""
        counted = self._letters.documents.aggregate(
            [
                {"$match": _query(wanted)},
                {"$group": {"_id": f"${field}", "count": {"$sum": 1}}},
            ]
        )
        return {one["_id"]: one["count"] async for one in counted}

    async def oldest_waiting(self) -> DeadLetter | None:
        found = await self._letters.list(
            {"state": "waiting"}, sort=[("first_at", 1)], limit=1
        )
        return next(iter(found), None)

    async def add(self, letter: DeadLetter, fact: Event, *, at: datetime) -> bool:
        """Add it, and return whether it was not there."""
        try:
            await self._letters.add(letter, fact, at=at)
        except DuplicateKey:
            return False
        return True

    async def change(
        self, before: DeadLetter, after: DeadLetter, *facts: Event, at: datetime
    ) -> DeadLetter:
        return await self._letters.change(before, after, *facts, at=at)


def _query(wanted: Wanted) -> Document:
    return wanted.model_dump(exclude_none=True)
