"""Second factors in the shared identity database, and those that were lost."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from kit.errors import StaleVersion
from kit.mongo import Collection, DuplicateKey, Index, Transaction
from kit.storage import Aggregates
from kit.trace import wrote

from .models import Factor, Removal


class FactorRepository:
    """A change is written on condition of its version: no code counts twice."""

    def __init__(self, factors: Aggregates[Factor]) -> None:
        self._factors = factors

    async def find(self, account_id: UUID) -> Factor | None:
        return await self._factors.find({"_id": account_id})

    async def every(self) -> AsyncIterator[Factor]:
        for factor in await self._factors.list({}):
            yield factor

    async def add(self, factor: Factor, *, at: datetime) -> Factor:
        """Add it.

        Raises:
            StaleVersion: another one was added at this very moment.
        """
        try:
            return await self._factors.add(factor, at=at)
        except DuplicateKey as error:
            raise StaleVersion(factor.id, factor.version) from error

    async def change(
        self,
        before: Factor,
        after: Factor,
        *,
        at: datetime,
        tx: Transaction | None = None,
    ) -> Factor:
        return await self._factors.change(before, after, at=at, tx=tx)

    async def remove(self, factor: Factor, *, tx: Transaction | None = None) -> None:
        """Take it out.

        Raises:
            StaleVersion: it was changed since.
        """
        removed = await self._factors.documents.delete_one(
            {"_id": factor.id, "version": factor.version}, session=tx
        )
        if removed.deleted_count == 0:
            raise StaleVersion(factor.id, factor.version)

    async def forget(self, account_id: UUID, *, tx: Transaction) -> None:
        """Take out what an account had, as the account is erased."""
        await self._factors.documents.delete_one({"_id": account_id}, session=tx)


class RemovalRepository:
    """The person is the scope: each reads why theirs was taken away."""

    INDEXES = (Index([("person_id", 1), ("removed_at", -1)], name="person"),)

    def __init__(self, removals: Collection) -> None:
        self._removals = removals

    async def add(self, removal: Removal, *, tx: Transaction) -> None:
        await wrote([removal.person_id], tx=tx)
        document = removal.model_dump()
        await self._removals.insert_one(
            {"_id": document.pop("id"), **document}, session=tx
        )

    async def of_person(self, person_id: UUID, *, limit: int) -> list[Removal]:
        """Return the latest first."""
        found = self._removals.find({"person_id": person_id})
        latest = found.sort("removed_at", -1).limit(limit)
        return [Removal(id=one.pop("_id"), **one) async for one in latest]

    async def last_of(self, person_id: UUID) -> Removal | None:
        found = await self.of_person(person_id, limit=1)
        return found[0] if found else None
