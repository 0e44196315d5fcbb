"""Seats in MongoDB: one counter for each published webinar, moved on condition."""

from collections.abc import Iterable
from uuid import UUID

from kit.mongo import Collection, Document, Transaction
from services.webinars.schedule.models import Seats


class SeatRepository:
    """Counters of public webinars: their queries take no scope."""

    def __init__(self, seats: Collection) -> None:
        self._seats = seats

    async def open(self, webinar_id: UUID, seats_max: int, *, tx: Transaction) -> None:
        await self._seats.insert_one(
            {"_id": webinar_id, "seats_max": seats_max, "taken": 0, "is_open": True},
            session=tx,
        )

    async def close(self, webinar_id: UUID, *, tx: Transaction) -> None:
        """Let nobody take a seat any more; one who is about to must look again."""
        await self._seats.update_one(
            {"_id": webinar_id}, {"$set": {"is_open": False}}, session=tx
        )

    async def disturb(self, webinar_id: UUID, *, tx: Transaction) -> None:
        """Make who is about to take a seat look again at what has changed."""
        await self._seats.update_one(
            {"_id": webinar_id}, {"$inc": {"moves": 1}}, session=tx
        )

    async def take(self, webinar_id: UUID, *, tx: Transaction) -> bool:
        """Take a seat if one is left, and say whether one was."""
        taken = await self._seats.update_one(
            {
                "_id": webinar_id,
                "is_open": True,
                "$expr": {"$lt": ["$taken", "$seats_max"]},
            },
            {"$inc": {"taken": 1}},
            session=tx,
        )
        return bool(taken.matched_count)

    async def give_back(self, webinar_id: UUID, *, tx: Transaction) -> None:
        await self._seats.update_one(
            {"_id": webinar_id}, {"$inc": {"taken": -1}}, session=tx
        )

    async def find(self, webinar_id: UUID) -> Seats | None:
        return (await self.by_ids([webinar_id])).get(webinar_id)

    async def by_ids(self, webinar_ids: Iterable[UUID]) -> dict[UUID, Seats]:
        found = self._seats.find({"_id": {"$in": list(set(webinar_ids))}})
        return {one["_id"]: _read(one) async for one in found}


def _read(document: Document) -> Seats:
    return Seats.model_validate({"id": document["_id"], **document})
