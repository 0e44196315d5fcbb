"""E-mails in MongoDB: queued once, claimed by one worker at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kit.errors import StaleVersion
from kit.ids import random_id
from kit.mongo import Index
from kit.series import Series
from kit.storage import Aggregates
from schemas.base import Event

from .models import Email


class EmailRepository:
    """Deliveries belong to nobody's scope: workers alone read them, by lease."""

    INDEXES = (
        Index(
            "due_at",
            name="due",
            partialFilterExpression={"state": "queued"},
        ),
        Index(
            "lease",
            name="lease",
            partialFilterExpression={"lease": {"$type": "binData"}},
        ),
        Index([("person_id", 1), ("created_at", -1)], name="person"),
    )

    def __init__(self, emails: Aggregates[Email]) -> None:
        self._emails = emails

    async def add_series(self, told: Iterable[Series[Email]], *, at: datetime) -> int:
        """Queue those that are not there yet; return how many were new."""
        return await self._emails.add_series(told, at=at)

    async def claim(
        self, now: datetime, *, limit: int, lease: timedelta
    ) -> Sequence[Email]:
        """Take what is due; a dead worker's share is due again after the lease."""
        due = {"state": "queued", "due_at": {"$lte": now}}
        cursor = self._emails.documents.find(due, {"_id": True})
        ids = [one["_id"] async for one in cursor.sort("due_at", 1).limit(limit)]
        if not ids:
            return []
        token = random_id()
        await self._emails.documents.update_many(
            {"_id": {"$in": ids}, **due},
            {
                "$set": {"lease": token, "due_at": now + lease},
                "$inc": {"version": 1},
            },
        )
        return await self._emails.list({"lease": token}, sort=[("_id", 1)])

    async def note(
        self, before: Email, after: Email, facts: Sequence[Event], *, at: datetime
    ) -> bool:
        """Write the outcome; False when the lease was lost to another worker."""
        try:
            await self._emails.change(before, after, *facts, at=at)
        except StaleVersion:
            return False
        return True

    async def release(self, lease: UUID, *, due_at: datetime) -> None:
        """Give back what is left of a batch, without counting an attempt."""
        await self._emails.documents.update_many(
            {"lease": lease, "state": "queued"},
            {"$set": {"due_at": due_at, "lease": None}, "$inc": {"version": 1}},
        )

    async def counts(self) -> dict[str, int]:
        """Return how many are in each state."""
        found = self._emails.documents.aggregate(
            [{"$group": {"_id": "$state", "count": {"$sum": 1}}}]
        )
        return {one["_id"]: one["count"] async for one in found}
