"""The copies alone: what facts leave behind whether anybody is told or not."""

from collections.abc import Sequence
from typing import Any

from kit.messaging.envelope import Told
from schemas.events.registry import AccountFact, AdvisorFact
from schemas.events.webinars import RegistrationFact, WebinarFact

from . import facts
from .repository import (
    AdvisorRepository,
    LanguageRepository,
    RegistrationRepository,
    WebinarRepository,
)


class RecipientCopies:
    def __init__(
        self, *, advisors: AdvisorRepository, languages: LanguageRepository
    ) -> None:
        self._advisors = advisors
        self._languages = languages

    async def on_facts(self, batch: Sequence[Told[Any]]) -> None:
        await self._advisors.overtake(
            (facts.advisor(told.fact, at=told.at), told.sequence)
            for told in batch
            if isinstance(told.fact, AdvisorFact)
        )
        await self._languages.overtake(
            (told.fact.person_id, told.fact.language, told.sequence)
            for told in batch
            if isinstance(told.fact, AccountFact)
        )


class WebinarCopies:
    def __init__(self, webinars: WebinarRepository) -> None:
        self._webinars = webinars

    async def on_facts(self, batch: Sequence[Told[WebinarFact]]) -> None:
        await self._webinars.overtake(
            (facts.webinar(told), told.sequence) for told in batch
        )


class RegistrationCopies:
    def __init__(self, registrations: RegistrationRepository) -> None:
        self._registrations = registrations

    async def on_facts(self, batch: Sequence[Told[RegistrationFact]]) -> None:
        await self._registrations.overtake(
            (facts.registration(told.fact, at=told.at), told.sequence) for told in batch
        )
