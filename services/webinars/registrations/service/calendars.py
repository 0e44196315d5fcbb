"""Calendars to subscribe to: a person's own, by a secret address."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from kit.calendars import Occasion, feed
from kit.clock import Clock
from kit.identity.tokens import Links
from kit.texts import N_, Catalogues, Language
from services.webinars.registrations.errors import FeedNotFound
from services.webinars.registrations.models import FEED_PURPOSE, Registration
from services.webinars.registrations.repository import (
    CalendarRepository,
    RegistrationRepository,
)

LIVES = timedelta(days=3_650)
PAST = timedelta(days=90)
SHOWN_MAX = 500


class CalendarService:
    """An address is signed, so that nothing secret is kept; a new one ends the old."""

    def __init__(
        self,
        *,
        registrations: RegistrationRepository,
        calendars: CalendarRepository,
        links: Links,
        catalogues: Catalogues,
        public_url: str,
        clock: Clock,
    ) -> None:
        self._registrations = registrations
        self._calendars = calendars
        self._links = links
        self._catalogues = catalogues
        self._public_url = public_url
        self._clock = clock

    async def address(self, person_id: UUID, *, language: Language) -> str:
        """Return where the person's calendar is, whole."""
        generation = await self._calendars.generation(person_id)
        token = self._links.sign(
            FEED_PURPOSE,
            {"person": str(person_id), "n": generation, "in": language},
        )
        return f"{self._public_url}/calendrier/{token}.ics"

    async def renew(self, person_id: UUID) -> None:
        """Make every earlier address worthless."""
        await self._calendars.renew(person_id)

    async def read(self, token: str) -> bytes:
        """Write the calendar at this address.

        Raises:
            LinkInvalid, LinkExpired, FeedNotFound: the address is no longer good.
        """
        signed: Mapping[str, object] = self._links.read(
            FEED_PURPOSE, token, valid_for=LIVES
        )
        person_id = UUID(str(signed["person"]))
        if signed["n"] != await self._calendars.generation(person_id):
            raise FeedNotFound
        language: Language = "en" if signed["in"] == "en" else "fr"
        held = await self._registrations.list_of(
            person_id, ending_after=self._clock() - PAST, limit=SHOWN_MAX
        )
        name = self._catalogues.texts(language).gettext(N_("Mes webinaires"))
        occasions = [self._occasion(one, language=language) for one in held]
        return feed(occasions, name=name)

    def _occasion(self, registration: Registration, *, language: Language) -> Occasion:
        title = registration.title
        return Occasion(
            uid=f"{registration.id}@maillage",
            sequence=registration.calendar_sequence,
            starts_at=registration.starts_at,
            ends_at=registration.ends_at,
            summary=(language == "en" and title.en) or title.fr,
            told_at=registration.registered_at,
            url=f"{self._public_url}/webinaires/{registration.webinar_id}",
        )
