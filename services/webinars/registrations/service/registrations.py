"""Taking a seat and giving it back."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID
from weakref import WeakValueDictionary

from kit.clock import Clock
from kit.identity.tokens import LinkInvalid, Links
from kit.mongo import Mongo, Transaction
from services.webinars.people.repository import AdvisorRepository
from services.webinars.proposals.models import Webinar
from services.webinars.proposals.repository import WebinarRepository
from services.webinars.registrations import facts, rules
from services.webinars.registrations.errors import RegistrationClosed, WebinarFull
from services.webinars.registrations.models import PURPOSE, Registration
from services.webinars.registrations.repository import RegistrationRepository
from services.webinars.schedule.models import Seats
from services.webinars.schedule.repository import SeatRepository

LINK_LIVES = timedelta(days=180)
LISTED_MAX = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody who wants to register stands before."""

    webinar: Webinar
    seats: Seats | None
    registration: Registration | None
    is_known: bool
    is_joinable: bool

    @property
    def is_registered(self) -> bool:
        return self.registration is not None and self.registration.is_held


class RegistrationService:
    """Nobody refuses anybody by a version: seats are counted on condition."""

    def __init__(
        self,
        *,
        registrations: RegistrationRepository,
        webinars: WebinarRepository,
        seats: SeatRepository,
        advisors: AdvisorRepository,
        links: Links,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._registrations = registrations
        self._webinars = webinars
        self._seats = seats
        self._advisors = advisors
        self._links = links
        self._mongo = mongo
        self._clock = clock
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    def person_of(
        self, webinar_id: UUID, token: str | None, signed_in: UUID | None
    ) -> UUID | None:
        """Return whom the link was sent to; without a link, who is signed in.

        Raises:
            LinkExpired, LinkInvalid: the link is too old, or not for this webinar.
        """
        if token is None:
            return signed_in
        signed = self._links.read(PURPOSE, token, valid_for=LINK_LIVES)
        if signed.get("webinar") != str(webinar_id):
            raise LinkInvalid
        return UUID(signed["person"])

    async def desk(self, webinar_id: UUID, person_id: UUID | None) -> Desk:
        webinar = await self._webinars.get_public(webinar_id)
        found = (
            None
            if person_id is None
            else await self._registrations.find(
                rules.registration_id(webinar_id, person_id)
            )
        )
        return Desk(
            webinar=webinar,
            seats=await self._seats.find(webinar_id),
            registration=found,
            is_known=person_id is not None,
            is_joinable=webinar.is_joinable(self._clock()),
        )

    async def register(self, webinar_id: UUID, person_id: UUID) -> Registration:
        """Take a seat; who has one keeps it."""
        webinar = await self._webinars.get_public(webinar_id)
        is_active = await self._advisors.is_active(person_id)
        rules.refuse(webinar, is_active_advisor=is_active, now=self._clock())
        await self._refuse_full(webinar, person_id)
        # In one process those who want the same counter wait here, not in conflicts;
        # between processes the transaction decides.
        async with self._turns.setdefault(webinar_id, asyncio.Lock()):
            return await self._mongo.transaction(
                lambda tx: self._take(webinar_id, person_id, tx)
            )

    async def cancel(self, registration_id: UUID, person_id: UUID) -> Registration:
        """Give the seat back, until the webinar starts; once is enough."""

        async def do(tx: Transaction) -> Registration:
            held = await self._registrations.get_of(registration_id, person_id, tx=tx)
            now = self._clock()
            if not held.is_held:
                return held
            if held.starts_at <= now:
                raise RegistrationClosed(webinar_id=held.webinar_id)
            await self._seats.give_back(held.webinar_id, tx=tx)
            freed = rules.cancel(held, at=now)
            fact = facts.seat_freed(freed)
            return await self._registrations.change(held, freed, fact, at=now, tx=tx)

        return await self._mongo.transaction(do)

    async def cancel_for(self, webinar_id: UUID, person_id: UUID) -> Registration:
        id_ = rules.registration_id(webinar_id, person_id)
        return await self.cancel(id_, person_id)

    async def list_of(self, person_id: UUID) -> list[Registration]:
        """List the seats that a person holds, the soonest first."""
        return await self._registrations.list_of(
            person_id, ending_after=self._clock(), limit=LISTED_MAX
        )

    async def _refuse_full(self, webinar: Webinar, person_id: UUID) -> None:
        """Answer most of a crowd without a transaction; the counter still decides."""
        seats = await self._seats.find(webinar.id)
        if seats is None or seats.left:
            return
        id_ = rules.registration_id(webinar.id, person_id)
        found = await self._registrations.find(id_)
        if found is None or not found.is_held:
            raise WebinarFull(webinar_id=webinar.id, seats=webinar.seats_max)

    async def _take(
        self, webinar_id: UUID, person_id: UUID, tx: Transaction
    ) -> Registration:
        id_ = rules.registration_id(webinar_id, person_id)
        is_taken = await self._seats.take(webinar_id, tx=tx)
        before = await self._registrations.find(id_, tx=tx)
        now = self._clock()
        if before is not None and before.is_held:
            if is_taken:
                await self._seats.give_back(webinar_id, tx=tx)
            return before
        webinar = await self._webinars.get_public(webinar_id, tx=tx)
        if not webinar.is_joinable(now):
            raise RegistrationClosed(webinar_id=webinar_id, state=webinar.state)
        if not is_taken:
            raise WebinarFull(webinar_id=webinar_id, seats=webinar.seats_max)
        held = rules.register(webinar, person_id, before, at=now)
        fact = facts.seat_taken(held)
        if before is None:
            return await self._registrations.add(held, fact, at=now, tx=tx)
        return await self._registrations.change(before, held, fact, at=now, tx=tx)
