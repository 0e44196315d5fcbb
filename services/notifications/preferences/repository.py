"""Preferences in MongoDB, by person."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kit.errors import StaleVersion
from kit.mongo import DuplicateKey
from kit.storage import Aggregates
from schemas.base import Event

from .models import Preferences


class PreferencesRepository:
    """A person's preferences are theirs alone: the id is the scope."""

    def __init__(self, preferences: Aggregates[Preferences]) -> None:
        self._preferences = preferences

    async def find(self, person_id: UUID) -> Preferences | None:
        return await self._preferences.find({"_id": person_id})

    async def muted_by(self, person_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
        """Return what each person muted; who never chose is not in it."""
        found = self._preferences.documents.find(
            {"_id": {"$in": list(set(person_ids))}}, {"muted": True}
        )
        return {one["_id"]: tuple(one["muted"]) async for one in found}

    async def add(
        self, preferences: Preferences, fact: Event, *, at: datetime
    ) -> Preferences:
        """Write the first choice.

        Raises:
            StaleVersion: another request wrote it first.
        """
        try:
            return await self._preferences.add(preferences, fact, at=at)
        except DuplicateKey as error:
            raise StaleVersion(preferences.id, 0) from error

    async def change(
        self, before: Preferences, after: Preferences, fact: Event, *, at: datetime
    ) -> Preferences:
        return await self._preferences.change(before, after, fact, at=at)
