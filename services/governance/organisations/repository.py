"""The copies of organisations in MongoDB: every query about them stands here."""

from collections.abc import Iterable
from uuid import UUID

from kit.copies import overtake
from kit.mongo import Collection, Index

from .models import Organisation


class OrganisationRepository:
    """Names of organisations are public: their queries take no scope."""

    INDEXES = (Index("name", name="name"),)

    def __init__(self, organisations: Collection) -> None:
        self._organisations = organisations

    async def names(self, ids: Iterable[UUID]) -> dict[UUID, str]:
        """Return the names known so far; one not heard of yet is absent."""
        wanted = list(set(ids))
        if not wanted:
            return {}
        found = self._organisations.find({"_id": {"$in": wanted}}, {"name": True})
        return {one["_id"]: one["name"] async for one in found}

    async def list_first(self, *, limit: int) -> list[Organisation]:
        found = self._organisations.find({}).sort("name", 1).limit(limit)
        return [Organisation(id=one["_id"], name=one["name"]) async for one in found]

    async def overtake(self, copies: Iterable[tuple[Organisation, int]]) -> None:
        await overtake(self._organisations, copies)
