"""What the catalogue reads of the journal: how much lately, and a type's latest."""

from datetime import datetime

from kit.mongo import Collection
from services.hub.journal.models import Entry


class LiveRepository:
    """Counts and shows what is told; who may see it whole is the service's business."""

    def __init__(self, entries: Collection) -> None:
        self._entries = entries

    async def count_since(self, type_: str, since: datetime) -> int:
        query = {"type": type_, "recorded_at": {"$gte": since}}
        return int(await self._entries.count_documents(query))

    async def counts_since(self, since: datetime) -> dict[str, int]:
        """Count by type what was recorded since then."""
        counted = self._entries.aggregate(
            [
                {"$match": {"recorded_at": {"$gte": since}}},
                {"$group": {"_id": "$type", "count": {"$sum": 1}}},
            ]
        )
        return {one["_id"] or "": one["count"] async for one in counted}

    async def latest(self, type_: str) -> Entry | None:
        """Return the last event of a type that readers could read."""
        found = await self._entries.find_one(
            {"type": type_, "is_event": True}, sort=[("recorded_at", -1)]
        )
        return None if found is None else Entry.model_validate(_named(found))


def _named(found: dict[str, object]) -> dict[str, object]:
    return {"id": found["_id"], **found}
