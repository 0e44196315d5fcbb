"""The copies of advisors in MongoDB: every query about them stands here."""

from collections.abc import Iterable
from uuid import UUID

from kit.copies import newest
from kit.mongo import Collection, Index, UpdateOne

from .models import Advisor


class AdvisorRepository:
    """Read to answer about one person only: the person who asks."""

    INDEXES = (Index("person_id", name="person"),)

    def __init__(self, advisors: Collection) -> None:
        self._advisors = advisors

    async def is_active(self, person_id: UUID) -> bool:
        found = await self._advisors.find_one(
            {"person_id": person_id, "is_active": True}, {"_id": True}
        )
        return found is not None

    async def overtake(self, copies: Iterable[tuple[Advisor, int]]) -> None:
        """Write each copy that is newer; what is repeated or late changes nothing."""
        writes = [_if_newer(advisor, sequence) for advisor, sequence in newest(copies)]
        if writes:
            await self._advisors.bulk_write(writes, ordered=False)


def _if_newer(advisor: Advisor, sequence: int) -> UpdateOne:
    state = advisor.model_dump(exclude={"id"}) | {"sequence": sequence}
    is_newer = {"$lt": [{"$ifNull": ["$sequence", 0]}, sequence]}
    chosen = {
        field: {"$cond": [is_newer, value, f"${field}"]}
        for field, value in state.items()
    }
    return UpdateOne({"_id": advisor.id}, [{"$set": chosen}], upsert=True)
