"""A lease: of several processes that could do a work, the one that does it now."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from kit.ids import random_id
from kit.mongo import Collection, DuplicateKey, ReturnDocument

Monotonic = Callable[[], float]


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
        length: timedelta = timedelta(seconds=9),
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self._leases = leases
        self._name = name
        self._length = length
        self._monotonic = monotonic
        self._me: UUID = random_id()
        self._until = float("-inf")
        self.token = 0

    async def hold(self) -> bool:
        """Take or renew the lease, unless someone else's is still running."""
        seconds = self._length.total_seconds()
        if self._monotonic() < self._until - seconds / 3:
            return True
        asked_at = self._monotonic()
        mine = {"$eq": ["$holder", self._me]}
        try:
            lease = await self._leases.find_one_and_update(
                {
                    "_id": self._name,
                    "$or": [
                        {"holder": self._me},
                        {"$expr": {"$lt": ["$until", "$$NOW"]}},
                    ],
                },
                [
                    {
                        "$set": {
                            "token": {
                                "$cond": [
                                    mine,
                                    "$token",
                                    {"$add": [{"$ifNull": ["$token", 0]}, 1]},
                                ]
                            },
                            "holder": self._me,
                            "until": {"$add": ["$$NOW", int(seconds * 1000)]},
                        }
                    }
                ],
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        except DuplicateKey:
            self._until = float("-inf")
            return False
        self.token = int(lease["token"])
        self._until = asked_at + seconds * 2 / 3
        return True

    def is_held(self) -> bool:
        return self._monotonic() < self._until

    async def release(self) -> None:
        """Let the next one start at once."""
        self._until = float("-inf")
        await self._leases.update_one(
            {"_id": self._name, "holder": self._me}, [{"$set": {"until": "$$NOW"}}]
        )
