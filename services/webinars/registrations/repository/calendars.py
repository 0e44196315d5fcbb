"""How often each person has changed the address of their calendar."""

from uuid import UUID

from kit.mongo import Collection


class CalendarRepository:
    """An address names its generation: a later one makes it worthless."""

    def __init__(self, calendars: Collection) -> None:
        self._calendars = calendars

    async def generation(self, person_id: UUID) -> int:
        found = await self._calendars.find_one({"_id": person_id})
        return 0 if found is None else int(found["generation"])

    async def renew(self, person_id: UUID) -> None:
        await self._calendars.update_one(
            {"_id": person_id}, {"$inc": {"generation": 1}}, upsert=True
        )
