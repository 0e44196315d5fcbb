"""Telling people: a notification by channel, once, unless they refused it."""

import asyncio
from asyncio import ensure_future
from collections.abc import Sequence
from uuid import UUID

from kit.clock import Clock
from kit.context import Cause, caused_by
from schemas.access import Role
from services.notifications.deliveries.repository import EmailRepository
from services.notifications.inbox import facts
from services.notifications.inbox.repository import EntryRepository
from services.notifications.preferences.repository import PreferencesRepository
from services.notifications.recipients.models import Advisor, Registration, Webinar
from services.notifications.recipients.repository import (
    AdvisorRepository,
    RegistrationRepository,
    WebinarRepository,
)
from services.notifications.templates.models import (
    Channel,
    Matter,
    SeatFreed,
    SeatTaken,
    WebinarMoved,
)

from . import rules
from .rules import Why


class Announcer:
    """What is told twice writes the same ids, so nobody is told twice."""

    def __init__(
        self,
        *,
        advisors: AdvisorRepository,
        registrations: RegistrationRepository,
        webinars: WebinarRepository,
        preferences: PreferencesRepository,
        emails: EmailRepository,
        entries: EntryRepository,
        clock: Clock,
    ) -> None:
        self._advisors = advisors
        self._registrations = registrations
        self._webinars = webinars
        self._preferences = preferences
        self._emails = emails
        self._entries = entries
        self._clock = clock

    async def tell(
        self, people: Sequence[UUID], matter: Matter, *, why: Why, role: str
    ) -> None:
        """Queue what each of them wants; `role` is what they are told it as."""
        muted = await self._preferences.muted_by(people)
        now = self._clock()
        channels = rules.channels(matter, why)
        cause = Cause(correlation_id=why.correlation_id, causation_id=str(why.event_id))
        queued = []
        with caused_by(cause):
            if Channel.EMAIL in channels:
                emails = rules.emails(
                    people, matter, why=why, role=role, muted=muted, at=now
                )
                queued.append(ensure_future(self._emails.add_many(emails, at=now)))
                # Let these leave while the others are made.
                await asyncio.sleep(0)
            if Channel.INBOX in channels:
                placed = rules.entries(
                    people, matter, why=why, role=role, muted=muted, at=now
                )
                entries = [(entry, [facts.placed(entry)]) for entry in placed]
                queued.append(ensure_future(self._entries.add_many(entries, at=now)))
        await asyncio.gather(*queued)

    async def announce(self, webinar: Webinar, *, why: Why) -> None:
        """Tell a webinar to every active advisor whom it concerns."""
        matter = rules.publication(webinar, now=self._clock())
        if matter is None:
            return
        people = self._advisors.active_for(
            themes=webinar.themes, regions=webinar.regions
        )
        async for chunk in people:
            await self.tell(chunk, matter, why=why, role=Role.ADVISOR)

    async def catch_up(self, advisor: Advisor, *, why: Why) -> None:
        """Tell a new advisor what was published since: the two facts may cross."""
        if advisor.status != "active":
            return
        for webinar in await self._webinars.published_since(advisor.told_at):
            matter = rules.publication(webinar, now=self._clock())
            if matter is None or webinar.published_as is None:
                continue
            if rules.concerns(advisor, webinar):
                as_published = why._replace(event_id=webinar.published_as)
                await self.tell(
                    [advisor.person_id], matter, why=as_published, role=Role.ADVISOR
                )

    async def cancel(self, webinar: Webinar, *, why: Why) -> None:
        """Tell everybody who holds a seat that the webinar will not take place."""
        for registration in await self._registrations.holding(webinar.id):
            await self._tell_cancelled(webinar, registration, why=why)

    async def tell_seat(
        self,
        registration: Registration,
        matter: SeatTaken | SeatFreed | WebinarMoved,
        *,
        why: Why,
    ) -> None:
        """Tell a person what became of their seat, once for one cancellation."""
        if isinstance(matter, SeatFreed):
            webinar = await self._webinars.find(registration.webinar_id)
            if webinar is not None and webinar.state == "cancelled":
                await self._tell_cancelled(webinar, registration, why=why)
                return
        await self.tell([registration.person_id], matter, why=why, role=Role.ADVISOR)

    async def _tell_cancelled(
        self, webinar: Webinar, registration: Registration, *, why: Why
    ) -> None:
        matter = rules.cancellation(webinar, registration)
        if matter is not None:
            await self.tell(
                [registration.person_id],
                matter,
                why=rules.why_cancelled(webinar.id, why),
                role=Role.ADVISOR,
            )
