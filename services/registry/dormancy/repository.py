"""The last sign-in of each account, kept apart: it changes more often than accounts."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.mongo import Collection, Index, Transaction, UpdateOne
from services.registry.accounts.models import Account

from .models import LastSignIn

CHUNK = 500


class LastSignIns:
    INDEXES = (
        Index("person_id", name="person"),
        Index([("last_at", 1)], name="last"),
        Index([("closed_at", -1)], name="closed", sparse=True),
    )

    def __init__(self, entries: Collection) -> None:
        self._entries = entries

    async def note(
        self, account: Account, *, at: datetime, tx: Transaction | None = None
    ) -> None:
        """Note that the account was entered, or opened again: what was told is over."""
        entered = {
            "$set": {"last_at": at, "person_id": account.person_id},
            "$unset": {"warned_at": "", "closed_at": ""},
        }
        await self._entries.update_one(
            {"_id": account.id}, entered, upsert=True, session=tx
        )

    async def begin(self, persons_of: Mapping[UUID, UUID], *, at: datetime) -> None:
        """Count from now for the accounts that were never entered."""
        writes = [
            UpdateOne(
                {"_id": account_id},
                {"$setOnInsert": {"last_at": at, "person_id": person_id}},
                upsert=True,
            )
            for account_id, person_id in persons_of.items()
        ]
        if writes:
            await self._entries.bulk_write(writes, ordered=False)

    async def find(
        self, account_id: UUID, *, tx: Transaction | None = None
    ) -> LastSignIn | None:
        found = await self._entries.find_one({"_id": account_id}, session=tx)
        return None if found is None else _read(found)

    async def mark(
        self, account_id: UUID, *, tx: Transaction, **when: datetime
    ) -> None:
        """Write `warned_at` or `closed_at`."""
        await self._entries.update_one({"_id": account_id}, {"$set": when}, session=tx)

    async def silent_since(self, day: datetime) -> AsyncIterator[list[LastSignIn]]:
        """Return, by chunks, what was last entered before and is not closed."""
        query = {"last_at": {"$lte": day}, "closed_at": None}
        chunk: list[LastSignIn] = []
        async for found in self._entries.find(query).sort("last_at", 1):
            chunk.append(_read(found))
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    async def closed_last(self, limit: int) -> list[LastSignIn]:
        query: dict[str, Any] = {"closed_at": {"$exists": True}}
        found = self._entries.find(query).sort("closed_at", -1).limit(limit)
        return [_read(one) async for one in found]


def _read(found: dict[str, Any]) -> LastSignIn:
    return LastSignIn.model_validate({"account_id": found["_id"], **found})
