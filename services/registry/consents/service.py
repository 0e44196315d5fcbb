"""Giving a consent, and taking it back: both at once, and both remembered."""

from collections.abc import Iterable
from uuid import UUID

from kit.clock import Clock

from . import rules
from .models import DIRECTORY, Consents
from .repository import ConsentRepository


class ConsentService:
    def __init__(self, *, consents: ConsentRepository, clock: Clock) -> None:
        self._consents = consents
        self._clock = clock

    async def of(self, person_id: UUID) -> Consents:
        return await self._consents.find(person_id) or Consents(id=person_id)

    async def give(self, person_id: UUID, purpose: str, *, version: int) -> Consents:
        before = await self._consents.find(person_id)
        known = before or Consents(id=person_id)
        after = rules.given(known, purpose, version=version, at=self._clock())
        return await self._keep(before, after)

    async def withdraw(self, person_id: UUID, purpose: str) -> Consents:
        before = await self._consents.find(person_id)
        known = before or Consents(id=person_id)
        after = rules.withdrawn(known, purpose, at=self._clock())
        return await self._keep(before, after)

    async def shown_among(self, person_ids: Iterable[UUID]) -> set[UUID]:
        """Tell whose name the public may read."""
        return await self._consents.given_among(person_ids, DIRECTORY)

    async def _keep(self, before: Consents | None, after: Consents) -> Consents:
        if before == after or not after.answers:
            return after
        if before is None:
            return await self._consents.add(after, at=self._clock())
        return await self._consents.change(before, after, at=self._clock())
