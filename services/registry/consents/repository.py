"""Consents in MongoDB: the person is the scope."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kit.mongo import Index
from kit.storage import Aggregates

from .models import Consents


class ConsentRepository:
    INDEXES = (Index("given", name="given"),)

    def __init__(self, consents: Aggregates[Consents]) -> None:
        self._consents = consents

    async def find(self, person_id: UUID) -> Consents | None:
        return await self._consents.find({"_id": person_id})

    async def given_among(self, person_ids: Iterable[UUID], purpose: str) -> set[UUID]:
        """Tell who of these people consents to this today."""
        query = {"_id": {"$in": list(person_ids)}, "given": purpose}
        return {one.id for one in await self._consents.list(query)}

    async def add(self, consents: Consents, *, at: datetime) -> Consents:
        return await self._consents.add(consents, at=at)

    async def change(
        self, before: Consents, after: Consents, *, at: datetime
    ) -> Consents:
        return await self._consents.change(before, after, at=at)
