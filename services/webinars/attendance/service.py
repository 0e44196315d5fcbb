"""Reading who comes to a webinar that the caller holds."""

from uuid import UUID

from kit.clock import Clock
from kit.identity.cards import Cards
from kit.scope import Scope
from services.webinars.people.repository import AdvisorRepository
from services.webinars.proposals.repository import WebinarRepository
from services.webinars.registrations.repository import RegistrationRepository
from services.webinars.schedule.repository import SeatRepository

from . import rules
from .models import Sheet


class AttendanceService:
    def __init__(
        self,
        *,
        webinars: WebinarRepository,
        registrations: RegistrationRepository,
        seats: SeatRepository,
        advisors: AdvisorRepository,
        cards: Cards,
        clock: Clock,
    ) -> None:
        self._webinars = webinars
        self._registrations = registrations
        self._seats = seats
        self._advisors = advisors
        self._cards = cards
        self._clock = clock

    async def read(self, webinar_id: UUID, *, scope: Scope, reads_names: bool) -> Sheet:
        """Return who comes; the names only to whose right it is.

        Raises:
            WebinarNotFound: there is none, or it is somebody else's.
        """
        webinar = await self._webinars.get(webinar_id, scope=scope)
        found = await self._registrations.of_webinar(webinar_id)
        people = [one.person_id for one in found if one.is_held]
        return Sheet(
            webinar=webinar,
            seats=await self._seats.find(webinar_id),
            attendance=rules.attendance(found, await self._advisors.by_persons(people)),
            coming=(
                rules.coming(found, await self._cards.names(people))
                if reads_names
                else None
            ),
            has_ended=webinar.ends_at is not None and webinar.ends_at <= self._clock(),
        )
