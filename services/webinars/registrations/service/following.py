"""When a webinar moves or is cancelled, its registrations follow."""

from typing import Any
from uuid import UUID

from kit.clock import Clock
from kit.mongo import Mongo, Transaction
from kit.scope import Everything
from services.webinars.proposals.models import Webinar
from services.webinars.proposals.repository import WebinarRepository
from services.webinars.registrations import facts, rules
from services.webinars.registrations.models import Registration
from services.webinars.registrations.repository import RegistrationRepository
from services.webinars.schedule.repository import SeatRepository

BATCH = 100
FOLLOWING = Everything("registrations follow their webinar, whoever's it is")


class FollowingService:
    def __init__(
        self,
        *,
        registrations: RegistrationRepository,
        webinars: WebinarRepository,
        seats: SeatRepository,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._registrations = registrations
        self._webinars = webinars
        self._seats = seats
        self._mongo = mongo
        self._clock = clock

    async def follow(self, payload: dict[str, Any]) -> None:
        """Bring every held seat to its webinar's date, or cancel it; again is once."""
        webinar_id: UUID = payload["webinar_id"]
        webinar = await self._webinars.get(webinar_id, scope=FOLLOWING)
        last_id: UUID | None = None
        while batch := await self._registrations.held_after(
            webinar_id, last_id, limit=BATCH
        ):
            for registration in batch:
                await self._bring(registration, webinar)
            last_id = batch[-1].id

    async def _bring(self, registration: Registration, webinar: Webinar) -> None:
        now = self._clock()
        brought = rules.follow(registration, webinar, at=now)
        if brought is None:
            return

        async def do(tx: Transaction) -> None:
            if not brought.is_held:
                await self._seats.give_back(webinar.id, tx=tx)
            fact = facts.followed(brought)
            await self._registrations.change(registration, brought, fact, at=now, tx=tx)

        await self._mongo.transaction(do)
