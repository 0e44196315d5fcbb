"""Registrations in MongoDB: every query about them stands here."""

from datetime import datetime
from uuid import UUID

from kit.mongo import Index, Transaction
from kit.storage import Aggregates
from schemas.base import Event
from services.webinars.registrations.errors import RegistrationNotFound
from services.webinars.registrations.models import Registration


class RegistrationRepository:
    """A registration is its person's: queries name the person, or the webinar."""

    INDEXES = (
        Index([("person_id", 1), ("starts_at", 1)], name="person"),
        Index([("webinar_id", 1), ("state", 1), ("_id", 1)], name="webinar"),
    )

    def __init__(self, registrations: Aggregates[Registration]) -> None:
        self._registrations = registrations

    async def find(
        self, registration_id: UUID, *, tx: Transaction | None = None
    ) -> Registration | None:
        return await self._registrations.find({"_id": registration_id}, tx=tx)

    async def get_of(
        self, registration_id: UUID, person_id: UUID, *, tx: Transaction | None = None
    ) -> Registration:
        """Return a person's own registration.

        Raises:
            RegistrationNotFound: there is none, or it is somebody else's.
        """
        found = await self._registrations.find(
            {"_id": registration_id, "person_id": person_id}, tx=tx
        )
        if found is None:
            raise RegistrationNotFound(registration_id)
        return found

    async def list_of(
        self, person_id: UUID, *, ending_after: datetime, limit: int
    ) -> list[Registration]:
        """List the seats that a person holds, the soonest first."""
        return await self._registrations.list(
            {
                "person_id": person_id,
                "state": "registered",
                "ends_at": {"$gt": ending_after},
            },
            sort=[("starts_at", 1), ("_id", 1)],
            limit=limit,
        )

    async def of_webinar(self, webinar_id: UUID) -> list[Registration]:
        """Return every seat of a webinar, held or given back."""
        return await self._registrations.list({"webinar_id": webinar_id})

    async def held_after(
        self, webinar_id: UUID, last_id: UUID | None, *, limit: int
    ) -> list[Registration]:
        """List a webinar's held seats in order of id, from the one after `last_id`."""
        query: dict[str, object] = {"webinar_id": webinar_id, "state": "registered"}
        if last_id is not None:
            query["_id"] = {"$gt": last_id}
        return await self._registrations.list(query, limit=limit)

    async def add(
        self, registration: Registration, fact: Event, *, at: datetime, tx: Transaction
    ) -> Registration:
        return await self._registrations.add(registration, fact, at=at, tx=tx)

    async def change(
        self,
        before: Registration,
        after: Registration,
        fact: Event,
        *,
        at: datetime,
        tx: Transaction | None = None,
    ) -> Registration:
        return await self._registrations.change(before, after, fact, at=at, tx=tx)
