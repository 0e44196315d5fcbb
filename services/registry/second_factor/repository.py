"""Second factors in the shared identity database, one for an account."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from kit.errors import StaleVersion
from kit.mongo import DuplicateKey, Transaction
from kit.storage import Aggregates

from .models import Factor


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

    async def remove(self, factor: Factor) -> None:
        """Take it out.

        Raises:
            StaleVersion: it was changed since.
        """
        removed = await self._factors.documents.delete_one(
            {"_id": factor.id, "version": factor.version}
        )
        if removed.deleted_count == 0:
            raise StaleVersion(factor.id, factor.version)

    async def forget(self, account_id: UUID, *, tx: Transaction) -> None:
        """Take out what an account had, as the account is erased."""
        await self._factors.documents.delete_one({"_id": account_id}, session=tx)
