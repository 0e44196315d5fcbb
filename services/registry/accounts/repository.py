"""Accounts in the shared identity database, and the tries to sign in."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kit.mongo import (
    Collection,
    Document,
    DuplicateKey,
    Index,
    ReturnDocument,
    Transaction,
    apart,
)
from kit.storage import Aggregates
from kit.trace import wrote
from schemas.access import Role
from schemas.base import Event

from .errors import AccountNotFound, EmailTaken
from .models import Account


class AccountRepository:
    INDEXES = (
        Index("email", name="email", unique=True),
        Index("person_id", name="person", unique=True),
        Index("grants.role", name="roles"),
    )

    def __init__(self, accounts: Aggregates[Account]) -> None:
        self._accounts = accounts

    async def get(self, account_id: UUID) -> Account:
        return self._found(await self._accounts.find({"_id": account_id}))

    async def find(
        self, account_id: UUID, *, tx: Transaction | None = None
    ) -> Account | None:
        return await self._accounts.find({"_id": account_id}, tx=tx)

    async def by_ids(self, account_ids: Iterable[UUID]) -> dict[UUID, Account]:
        found = await self._accounts.list({"_id": {"$in": list(account_ids)}})
        return {account.id: account for account in found}

    async def active(self) -> dict[UUID, UUID]:
        """Return the ids of those that are open, and of their persons."""
        found = self._accounts.documents.find({"is_active": True}, {"person_id": 1})
        return {one["_id"]: one["person_id"] async for one in found}

    async def get_of_person(self, person_id: UUID) -> Account:
        return self._found(await self.find_of_person(person_id))

    async def find_of_person(
        self, person_id: UUID, *, tx: Transaction | None = None
    ) -> Account | None:
        return await self._accounts.find({"person_id": person_id}, tx=tx)

    async def find_with_email(self, email: str) -> Account | None:
        return await self._accounts.find({"email": email})

    async def has_role(self, role: str, *, but: UUID | None = None) -> bool:
        """Tell whether anybody, but this person, holds the role."""
        query: Document = {"grants.role": role}
        if but is not None:
            query["person_id"] = {"$ne": but}
        return await self._accounts.find(query) is not None

    async def active_with_role(self, role: str, *, tx: Transaction) -> list[Account]:
        """Return who has been given it, whatever its term, and can sign in."""
        return await self._accounts.list(
            {"grants.role": role, "is_active": True}, tx=tx
        )

    async def has_administrator(self, *, tx: Transaction) -> bool:
        """Tell whether somebody who can sign in administers the nation without end."""
        grant = {"role": Role.NATIONAL_ADMIN, "ends_at": None}
        query = {"grants": {"$elemMatch": grant}, "is_active": True}
        return await self._accounts.find(query, tx=tx) is not None

    async def search(
        self, *, role: str | None, email: str, after: str | None, limit: int
    ) -> list[Account]:
        """List by address those who have a role, and an address that begins so."""
        conditions: list[Document] = [{"email": {"$regex": f"^{re.escape(email)}"}}]
        if role is not None:
            conditions.append({"grants.role": role})
        if after is not None:
            conditions.append({"email": {"$gt": after}})
        return await self._accounts.list(
            {"$and": conditions}, sort=[("email", 1)], limit=limit
        )

    async def persons_among(self, person_ids: Iterable[UUID]) -> set[UUID]:
        """Tell which of these people have an account."""
        query = {"person_id": {"$in": list(person_ids)}}
        return set(await self._accounts.documents.distinct("person_id", query))

    async def holders_among(self, holder_ids: Iterable[UUID]) -> set[UUID]:
        """Tell for which of these holders someone has a role."""
        wanted = set(holder_ids)
        query = {"grants.holder_id": {"$in": list(wanted)}}
        found = await self._accounts.documents.distinct("grants.holder_id", query)
        return wanted & set(found)

    async def add(
        self, account: Account, *facts: Event, at: datetime, tx: Transaction
    ) -> Account:
        """Add it; an address or a person that has one already is refused.

        Raises:
            EmailTaken: the address or the person has an account.
        """
        await wrote([account.person_id], tx=tx)
        try:
            return await self._accounts.add(account, *facts, at=at, tx=tx)
        except DuplicateKey as error:
            raise EmailTaken from error

    async def change(
        self,
        before: Account,
        after: Account,
        *facts: Event,
        at: datetime,
        tx: Transaction | None = None,
    ) -> Account:
        """Write what differs, unless it was changed meanwhile.

        Raises:
            StaleVersion: it was.
            EmailTaken: another account has the new address.
        """
        await wrote([before.person_id], tx=tx)
        try:
            return await self._accounts.change(before, after, *facts, at=at, tx=tx)
        except DuplicateKey as error:
            raise EmailTaken from error

    async def remove(self, account: Account, *, at: datetime, tx: Transaction) -> None:
        await self._accounts.remove(account, at=at, tx=tx)

    @staticmethod
    def _found(account: Account | None) -> Account:
        if account is None:
            raise AccountNotFound
        return account


class Tries:
    """Tries counted per key for a while; keys are hashed, they name people.

    They are counted apart from the command that tries: it is refused, they stay.
    """

    INDEXES = (Index("expires_at", name="expiry", expireAfterSeconds=0),)

    def __init__(self, tries: Collection) -> None:
        self._tries = tries

    async def count(
        self, key: str, *, at: datetime, window: timedelta
    ) -> tuple[int, datetime]:
        """Count one more; return how many there are and when they are forgotten."""
        renewed = {"$lte": [{"$ifNull": ["$expires_at", at]}, at]}
        stages: list[dict[str, Any]] = [
            {"$set": {"is_new": renewed}},
            {
                "$set": {
                    "count": {"$cond": ["$is_new", 1, {"$add": ["$count", 1]}]},
                    "expires_at": {"$cond": ["$is_new", at + window, "$expires_at"]},
                }
            },
            {"$unset": "is_new"},
        ]
        with apart():
            found = await self._tries.find_one_and_update(
                {"_id": _hashed(key)},
                stages,
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return found["count"], found["expires_at"]

    async def so_far(self, key: str, *, at: datetime) -> tuple[int, datetime]:
        found = await self._tries.find_one({"_id": _hashed(key)})
        if found is None or found["expires_at"] <= at:
            return 0, at
        return found["count"], found["expires_at"]

    async def give_back(self, key: str) -> None:
        """Count one less."""
        with apart():
            await self._tries.update_one(
                {"_id": _hashed(key), "count": {"$gt": 0}}, {"$inc": {"count": -1}}
            )


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
