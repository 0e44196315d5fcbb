"""The copies of organisations in MongoDB: every query about them stands here."""

from collections.abc import Iterable
from uuid import UUID

from kit.copies import newest
from kit.mongo import Collection, Index, UpdateOne

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
        """Write each copy that is newer; what is repeated or late changes nothing."""
        writes = [_if_newer(copy, sequence) for copy, sequence in newest(copies)]
        if writes:
            await self._organisations.bulk_write(writes, ordered=False)


def _if_newer(copy: Organisation, sequence: int) -> UpdateOne:
    is_newer = {"$lt": [{"$ifNull": ["$sequence", 0]}, sequence]}
    state = {"name": {"$literal": copy.name}, "sequence": sequence}
    chosen = {
        field: {"$cond": [is_newer, value, f"${field}"]}
        for field, value in state.items()
    }
    return UpdateOne({"_id": copy.id}, [{"$set": chosen}], upsert=True)
