"""What people do with their preferences, signed in or by the link of an e-mail."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from kit.clock import Clock
from kit.errors import StaleVersion
from kit.identity.tokens import LinkInvalid, Links
from services.notifications.templates.models import Channel, Family
from services.notifications.templates.rules import UNSUBSCRIBE

from . import facts, rules
from .models import Preferences, PreferencesView
from .repository import PreferencesRepository

LINK_VALID = timedelta(days=730)
TRIES = 5


class PreferenceService:
    def __init__(
        self, *, preferences: PreferencesRepository, links: Links, clock: Clock
    ) -> None:
        self._preferences = preferences
        self._links = links
        self._clock = clock

    async def view(self, person_id: UUID, roles: Collection[str]) -> PreferencesView:
        found = await self._preferences.find(person_id)
        muted = rules.defaults(roles) if found is None else found.muted
        return PreferencesView(
            person_id=person_id,
            version=0 if found is None else found.version,
            muted=sorted(muted),
            choices=rules.choices(muted),
        )

    async def choose(
        self, person_id: UUID, muted: Collection[str], *, version: int
    ) -> Preferences:
        """Write the choice.

        Raises:
            FamilyIsMandatory: as `rules.choose`.
            StaleVersion: it was changed since `version` was read.
        """
        found = await self._preferences.find(person_id)
        if version != (0 if found is None else found.version):
            raise StaleVersion(person_id, version)
        return await self._write(found, person_id, muted)

    def family_of(self, token: str) -> Family:
        """Return what the link of an e-mail would mute.

        Raises:
            LinkInvalid, LinkExpired: it is not one of ours, or far too old.
        """
        return self._read(token)[1]

    async def unsubscribe(self, token: str) -> Family:
        """Mute the e-mails of the family that the link names, however often asked.

        Raises:
            LinkInvalid, LinkExpired: as `family_of`.
        """
        person_id, family = self._read(token)
        for tried in range(1, TRIES + 1):
            found = await self._preferences.find(person_id)
            muted = {rules.code(family, Channel.EMAIL)} | set(
                found.muted if found else ()
            )
            if found is not None and muted == set(found.muted):
                return family
            try:
                await self._write(found, person_id, muted)
            except StaleVersion:
                if tried == TRIES:
                    raise
        return family

    async def _write(
        self, found: Preferences | None, person_id: UUID, muted: Collection[str]
    ) -> Preferences:
        before = found or Preferences(id=person_id)
        after = rules.choose(before, muted)
        fact, now = facts.changed(after), self._clock()
        if found is None:
            return await self._preferences.add(after, fact, at=now)
        return await self._preferences.change(before, after, fact, at=now)

    def _read(self, token: str) -> tuple[UUID, Family]:
        told = self._links.read(UNSUBSCRIBE, token, valid_for=LINK_VALID)
        try:
            return UUID(told["person"]), Family(told["family"])
        except (KeyError, ValueError) as error:
            raise LinkInvalid from error
