"""A lease: of several processes that could do a work, the one that does it now."""

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from kit.ids import random_id
from kit.mongo import Collection, Document, DuplicateKey, ReturnDocument, bounded

Monotonic = Callable[[], float]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LENGTH = timedelta(seconds=9)
# Less than the lease: who cannot ask has lost it before the answer could come.
STORE_SECONDS = 5.0


class Lease(Protocol):
    """The right to work alone, for a while."""

    token: int

    async def hold(self) -> bool: ...

    def is_held(self) -> bool: ...

    async def release(self) -> None: ...


class MongoLease:
    """Judged by the database's clock; `token` grows with each new holder.

    A holder stops trusting its lease a third of its length before it ends, so that a
    write begun under it is over when the next one starts.
    """

    def __init__(
        self,
        leases: Collection,
        name: str,
        *,
        length: timedelta | None = None,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self._leases = leases
        self._name = name
        self._length = LENGTH if length is None else length
        self._monotonic = monotonic
        self._me: UUID = random_id()
        self._until = float("-inf")
        self._exists = False
        self.token = 0

    async def hold(self) -> bool:
        """Take or renew the lease, unless someone else's is still running."""
        seconds = self._length.total_seconds()
        if self._monotonic() < self._until - seconds / 3:
            return True
        asked_at = self._monotonic()
        with bounded(STORE_SECONDS):
            lease = await self._take(seconds)
        if lease is None:
            self._until = float("-inf")
            return False
        self.token = int(lease["token"])
        self._until = asked_at + seconds * 2 / 3
        return True

    async def _take(self, seconds: float) -> Document | None:
        await self._exist()
        lease: Document | None = await self._leases.find_one_and_update(
            {
                "_id": self._name,
                "$or": [
                    {"holder": self._me},
                    {"$expr": {"$lt": ["$until", "$$NOW"]}},
                ],
            },
            [{"$set": self._taken(seconds)}],
            return_document=ReturnDocument.AFTER,
        )
        return lease

    async def _exist(self) -> None:
        """Make the lease once, held by nobody."""
        if self._exists:
            return
        nobody = {"_id": self._name, "holder": None, "token": 0, "until": EPOCH}
        with contextlib.suppress(DuplicateKey):
            await self._leases.insert_one(nobody)
        self._exists = True

    def _taken(self, seconds: float) -> Document:
        is_mine = {"$eq": ["$holder", self._me]}
        return {
            "token": {"$cond": [is_mine, "$token", {"$add": ["$token", 1]}]},
            "holder": self._me,
            "until": {"$add": ["$$NOW", int(seconds * 1000)]},
        }

    def is_held(self) -> bool:
        return self._monotonic() < self._until

    async def release(self) -> None:
        """Let the next one start at once."""
        self._until = float("-inf")
        with bounded(STORE_SECONDS):
            await self._leases.update_one(
                {"_id": self._name, "holder": self._me},
                [{"$set": {"until": "$$NOW"}}],
            )
