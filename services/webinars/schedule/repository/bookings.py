"""Bookings in MongoDB: a room or a speaker is at one place at a time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.ids import id_of
from kit.mongo import Collection, Index, Transaction
from services.webinars.schedule.models import Booking, Resource


class BookingRepository:
    """Bookings hold ids and times alone, and no name.

    Two transactions that want the same resource both write its turn first, so that one
    of them waits for the other and then sees its bookings.
    """

    INDEXES = (
        Index([("resource_id", 1), ("starts_at", 1)], name="resource"),
        Index("webinar_id", name="webinar"),
    )

    def __init__(self, bookings: Collection, turns: Collection) -> None:
        self._bookings = bookings
        self._turns = turns

    async def find_clash(
        self,
        webinar_id: UUID,
        resources: Sequence[Resource],
        *,
        starts_at: datetime,
        ends_at: datetime,
        tx: Transaction,
    ) -> Booking | None:
        """Return the first booking of another webinar that overlaps."""
        for resource in sorted(resources, key=lambda one: one.id):
            await self._turns.update_one(
                {"_id": resource.id}, {"$inc": {"count": 1}}, upsert=True, session=tx
            )
        found = await self._bookings.find_one(
            {
                "resource_id": {"$in": [resource.id for resource in resources]},
                "webinar_id": {"$ne": webinar_id},
                "starts_at": {"$lt": ends_at},
                "ends_at": {"$gt": starts_at},
            },
            sort=[("kind", 1), ("starts_at", 1)],
            session=tx,
        )
        return (
            None
            if found is None
            else Booking.model_validate({"id": found["_id"], **found})
        )

    async def move(
        self,
        webinar_id: UUID,
        resources: Sequence[Resource],
        *,
        starts_at: datetime,
        ends_at: datetime,
        tx: Transaction,
    ) -> None:
        """Book these for the webinar, and nothing else any more."""
        await self.free(webinar_id, tx=tx)
        await self._bookings.insert_many(
            [
                {
                    "_id": id_of("booking", webinar_id, resource.id),
                    "webinar_id": webinar_id,
                    "resource_id": resource.id,
                    "kind": resource.kind,
                    "starts_at": starts_at,
                    "ends_at": ends_at,
                }
                for resource in resources
            ],
            session=tx,
        )

    async def free(self, webinar_id: UUID, *, tx: Transaction) -> None:
        await self._bookings.delete_many({"webinar_id": webinar_id}, session=tx)
