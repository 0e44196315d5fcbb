"""The copies of partners in MongoDB: every query about them stands here."""

from collections.abc import Iterable
from uuid import UUID

from kit.copies import newest
from kit.mongo import Collection, UpdateOne

from .models import Partner


class PartnerRepository:
    """Partners' names and standing are public: their queries take no scope."""

    def __init__(self, partners: Collection) -> None:
        self._partners = partners

    async def find(self, organisation_id: UUID) -> Partner | None:
        found = await self._partners.find_one({"_id": organisation_id})
        return None if found is None else Partner.model_validate(_read(found))

    async def names(self, organisation_ids: Iterable[UUID]) -> dict[UUID, str]:
        wanted = list(set(organisation_ids))
        found = self._partners.find({"_id": {"$in": wanted}}, {"name": True})
        return {one["_id"]: one["name"] async for one in found}

    async def overtake(self, copies: Iterable[tuple[Partner, int]]) -> None:
        """Write each copy that is newer; what is repeated or late changes nothing."""
        writes = [_if_newer(partner, sequence) for partner, sequence in newest(copies)]
        if writes:
            await self._partners.bulk_write(writes, ordered=False)


def _read(document: dict[str, object]) -> dict[str, object]:
    return {"id": document["_id"], **document}


def _if_newer(partner: Partner, sequence: int) -> UpdateOne:
    state = partner.model_dump(exclude={"id"}) | {"sequence": sequence}
    is_newer = {"$lt": [{"$ifNull": ["$sequence", 0]}, sequence]}
    chosen = {
        field: {"$cond": [is_newer, {"$literal": value}, f"${field}"]}
        for field, value in state.items()
    }
    return UpdateOne({"_id": partner.id}, [{"$set": chosen}], upsert=True)
