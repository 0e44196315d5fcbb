"""What is told when the other services tell: copies first, then the people."""

from collections.abc import Sequence
from typing import Any

from kit.messaging.envelope import Told
from schemas.access import Role
from schemas.events.governance import VoteFact, VoteOpened
from schemas.events.registry import (
    AccountFact,
    AdvisorFact,
    AdvisorInvited,
    ErasurePlanned,
)
from schemas.events.webinars import (
    RegistrationFact,
    WebinarCancelled,
    WebinarFact,
    WebinarPublished,
)
from services.notifications.recipients import facts
from services.notifications.recipients.handlers import (
    RecipientCopies,
    RegistrationCopies,
    WebinarCopies,
)
from services.notifications.recipients.repository import (
    AdvisorRepository,
    LanguageRepository,
    RegistrationRepository,
    WebinarRepository,
)

from . import rules
from .service import Announcer


class RecipientHandlers:
    def __init__(
        self,
        *,
        advisors: AdvisorRepository,
        languages: LanguageRepository,
        announcer: Announcer,
    ) -> None:
        self._copies = RecipientCopies(advisors=advisors, languages=languages)
        self._announcer = announcer

    async def on_facts(self, batch: Sequence[Told[Any]]) -> None:
        await self._copies.on_facts(batch)
        await self._announcer.tell([one for told in batch for one in _of_person(told)])
        for told in batch:
            match told.fact:
                case AdvisorInvited():
                    continue
                case AdvisorFact(status="active") as fact:
                    await self._announcer.catch_up(
                        facts.advisor(fact, at=told.at), why=rules.because(told)
                    )


class WebinarHandlers:
    def __init__(self, *, webinars: WebinarRepository, announcer: Announcer) -> None:
        self._copies = WebinarCopies(webinars)
        self._announcer = announcer

    async def on_facts(self, batch: Sequence[Told[WebinarFact]]) -> None:
        await self._copies.on_facts(batch)
        for told in batch:
            webinar, why = facts.webinar(told), rules.because(told)
            match told.fact:
                case WebinarPublished():
                    await self._announcer.announce(webinar, why=why)
                case WebinarCancelled():
                    await self._announcer.cancel(webinar, why=why)
                case _:
                    continue


class RegistrationHandlers:
    def __init__(
        self, *, registrations: RegistrationRepository, announcer: Announcer
    ) -> None:
        self._copies = RegistrationCopies(registrations)
        self._announcer = announcer

    async def on_facts(self, batch: Sequence[Told[RegistrationFact]]) -> None:
        await self._copies.on_facts(batch)
        announcements: list[rules.Announcement] = []
        for told in batch:
            announcements += await self._announcer.of_seat(
                facts.registration(told.fact, at=told.at),
                rules.seat(told.fact),
                why=rules.because(told),
            )
        await self._announcer.tell(announcements)


class VoteHandlers:
    def __init__(self, announcer: Announcer) -> None:
        self._announcer = announcer

    async def on_facts(self, batch: Sequence[Told[VoteFact]]) -> None:
        """Tell each elector; whoever is set aside is not one."""
        await self._announcer.tell(
            [
                rules.Announcement(
                    told.fact.elector_ids,
                    rules.vote(told.fact),
                    rules.because(told),
                    Role.MEMBER,
                )
                for told in batch
                if isinstance(told.fact, VoteOpened)
            ]
        )


def _of_person(told: Told[Any]) -> list[rules.Announcement]:
    """Return what a person is told of themselves."""
    why = rules.because(told)
    match told.fact:
        case AdvisorInvited() as fact:
            return [rules.Announcement([fact.person_id], rules.invitation(fact), why)]
        case ErasurePlanned() as planned:
            return [
                rules.Announcement([planned.person_id], rules.erasure(planned), why)
            ]
        case AdvisorFact():
            return []
        case AccountFact() as account:
            return rules.account(account, why)
        case _:
            return []
