"""Asks every service for its part of what is kept of a person."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.people import Parts

from . import facts
from .models import DataCopy, DataRequest
from .repository import DataRequestRepository

KEPT: Final = timedelta(days=7)
SAME: Final = timedelta(minutes=10)


class DataCopyService:
    def __init__(
        self, *, requests: DataRequestRepository, parts: Parts, clock: Clock
    ) -> None:
        self._requests = requests
        self._parts = parts
        self._clock = clock

    async def ask(self, caller: Caller) -> DataRequest:
        """Ask for a copy; asked again within ten minutes, it is the same one."""
        at = self._clock()
        known = await self._requests.latest(caller.person, since=at - SAME)
        if known:
            return known[0]
        request = DataRequest(person_id=caller.person, asked_at=at)
        return await self._requests.add(request, facts.opened(request), at=at)

    async def get(self, request_id: UUID, *, caller: Caller) -> DataCopy:
        """Return what has come so far.

        Raises:
            CopyNotFound: there is none, it is somebody else's, or a week old.
        """
        request = await self._requests.get(request_id, person_id=caller.person)
        parts = await self._parts.of_request(request_id, person_id=caller.person)
        return DataCopy(request, tuple(parts))

    async def latest(self, caller: Caller) -> list[DataRequest]:
        since = self._clock() - KEPT
        return await self._requests.latest(caller.person, since=since)
