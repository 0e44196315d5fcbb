"""The copies of advisors in MongoDB: every query about them stands here."""

from collections.abc import Iterable
from uuid import UUID

from kit.copies import overtake
from kit.mongo import Collection, Index

from .models import Advisor


class AdvisorRepository:
    """Read about the person who asks, or to count those who come; never listed."""

    INDEXES = (Index("person_id", name="person"),)

    def __init__(self, advisors: Collection) -> None:
        self._advisors = advisors

    async def is_active(self, person_id: UUID) -> bool:
        found = await self._advisors.find_one(
            {"person_id": person_id, "is_active": True}, {"_id": True}
        )
        return found is not None

    async def by_persons(self, person_ids: Iterable[UUID]) -> dict[UUID, Advisor]:
        found = self._advisors.find({"person_id": {"$in": list(person_ids)}})
        read = [
            Advisor.model_validate({"id": one["_id"], **one}) async for one in found
        ]
        return {one.person_id: one for one in read}

    async def overtake(self, copies: Iterable[tuple[Advisor, int]]) -> None:
        await overtake(self._advisors, copies)
