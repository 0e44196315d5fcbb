"""Telling people: a notification by channel, once, unless they refused it."""

import asyncio
from asyncio import ensure_future
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from kit.clock import Clock
from kit.context import Cause, caused_by
from kit.series import One, Series
from services.notifications.deliveries.models import Email
from services.notifications.deliveries.repository import EmailRepository
from services.notifications.inbox import facts
from services.notifications.inbox.models import Entry
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
    SeatFreed,
    SeatTaken,
    WebinarMoved,
)

from . import rules
from .rules import Announcement, Muted, Why


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

    async def tell(self, announcements: Sequence[Announcement]) -> None:
        """Queue what each of the people wants, of all of them in a few trips."""
        if not any(announcement.people for announcement in announcements):
            return
        muted = await self._muted_by(_who_may_refuse(announcements))
        now = self._clock()
        emails = _emails(announcements, muted, at=now)
        queued = [ensure_future(self._emails.add_series(emails, at=now))]
        # Let these leave while the others are made.
        await asyncio.sleep(0)
        entries = _entries(announcements, muted, at=now)
        queued.append(ensure_future(self._entries.add_series(entries, at=now)))
        await asyncio.gather(*queued)

    async def _muted_by(self, people: Collection[UUID]) -> Muted:
        return await self._preferences.muted_by(people) if people else {}

    async def announce(self, webinar: Webinar, *, why: Why) -> None:
        """Tell a webinar to every active advisor whom it concerns."""
        matter = rules.publication(webinar, now=self._clock())
        if matter is None:
            return
        people = self._advisors.active_for(
            themes=webinar.themes, regions=webinar.regions
        )
        async for chunk in people:
            await self.tell([Announcement(chunk, matter, why)])

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
                    [Announcement([advisor.person_id], matter, as_published)]
                )

    async def cancel(self, webinar: Webinar, *, why: Why) -> None:
        """Tell everybody who holds a seat that the webinar will not take place."""
        holding = await self._registrations.holding(webinar.id)
        await self.tell(
            [
                announcement
                for registration in holding
                for announcement in rules.cancellation(webinar, registration, why=why)
            ]
        )

    async def of_seat(
        self,
        registration: Registration,
        matter: SeatTaken | SeatFreed | WebinarMoved,
        *,
        why: Why,
    ) -> list[Announcement]:
        """Return what to tell of a seat, once for one cancellation."""
        if isinstance(matter, SeatFreed):
            webinar = await self._webinars.find(registration.webinar_id)
            if webinar is not None and webinar.state == "cancelled":
                return rules.cancellation(webinar, registration, why=why)
        return [Announcement([registration.person_id], matter, why)]


def _who_may_refuse(announcements: Iterable[Announcement]) -> set[UUID]:
    """Return whose choices count: what is mandatory is sent whatever they chose."""
    return {
        person_id
        for announcement in announcements
        if not announcement.matter.family.is_mandatory
        for person_id in announcement.people
    }


def _emails(
    announcements: Sequence[Announcement], muted: Muted, *, at: datetime
) -> Iterator[Series[Email]]:
    for announcement in announcements:
        if people := rules.wanting(announcement, Channel.EMAIL, muted):
            each = _named(announcement.why, people, Channel.EMAIL)
            yield Series(
                rules.email(announcement, at=at),
                (One(id_, {"person_id": person_id}) for id_, person_id in each),
            )


def _entries(
    announcements: Sequence[Announcement], muted: Muted, *, at: datetime
) -> Iterator[Series[Entry]]:
    """Yield entries with their facts; who takes one makes it under its own cause."""
    for announcement in announcements:
        people = rules.wanting(announcement, Channel.INBOX, muted)
        if not people:
            continue
        why, matter = announcement.why, announcement.matter
        cause = Cause(correlation_id=why.correlation_id, causation_id=str(why.event_id))
        each = _named(why, people, Channel.INBOX)
        with caused_by(cause):
            yield Series(
                rules.entry(announcement, at=at),
                (
                    One(
                        id_,
                        {"person_id": person_id},
                        [facts.placed(id_, person_id, matter)],
                    )
                    for id_, person_id in each
                ),
            )


def _named(
    why: Why, people: Iterable[UUID], channel: Channel
) -> Iterator[tuple[UUID, UUID]]:
    for person_id in people:
        yield rules.notification_id(why, person_id, channel), person_id
