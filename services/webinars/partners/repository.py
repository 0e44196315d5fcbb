"""The copies of partners in MongoDB: every query about them stands here."""

from collections.abc import Iterable
from uuid import UUID

from kit.copies import overtake
from kit.mongo import Collection

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
        await overtake(self._partners, copies)


def _read(document: dict[str, object]) -> dict[str, object]:
    return {"id": document["_id"], **document}
