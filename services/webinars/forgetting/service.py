"""Frees the seats of an erased person, and takes their name from the speakers."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from kit.clock import Clock
from kit.people import Trace
from services.webinars.proposals.repository import WebinarRepository
from services.webinars.registrations.service import RegistrationService

from .rules import is_name, without

SEATS: Final = "webinars.registrations"
SPEAKERS: Final = "webinars.webinars"


class WebinarForgetting:
    def __init__(
        self,
        *,
        webinars: WebinarRepository,
        registrations: RegistrationService,
        clock: Clock,
    ) -> None:
        self._webinars = webinars
        self._registrations = registrations
        self._clock = clock

    async def free_seats(
        self, person_id: UUID, trace: Trace | None
    ) -> Mapping[str, int]:
        """Give back the seats of webinars to come, so that others may have them."""
        del trace
        now = self._clock()
        held = await self._registrations.list_of(person_id)
        freed = [one for one in held if one.is_held and one.starts_at > now]
        for one in freed:
            await self._registrations.cancel(one.id, person_id)
        return {SEATS: len(freed)} if freed else {}

    async def unname(self, person_id: UUID, trace: Trace | None) -> Mapping[str, int]:
        """Take the name out of what the person or their organisations proposed.

        Elsewhere the same name may be somebody else's.
        """
        if trace is None or not trace.name:
            return {}
        proposed = await self._webinars.proposed_by(
            person_id, organisations=trace.organisation_ids
        )
        named = [
            one
            for one in proposed
            if any(is_name(speaker, trace.name) for speaker in one.speakers)
        ]
        for one in named:
            await self._webinars.rewrite(
                one, without(one, trace.name), at=self._clock()
            )
        return {SPEAKERS: len(named)} if named else {}
