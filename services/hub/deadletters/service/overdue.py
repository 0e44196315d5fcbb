"""Watches the age of what waits, and tells when it is too much: once each time."""

import asyncio
from datetime import timedelta

import structlog

from kit.clock import Clock
from kit.mongo import MongoError
from kit.waiting import comes_within
from services.hub.deadletters import facts
from services.hub.deadletters.models import Watch
from services.hub.deadletters.repository import DeadLetterRepository, WatchRepository

log = structlog.get_logger()

LOOK_SECONDS = 15.0


class AgeWatch:
    def __init__(
        self,
        *,
        letters: DeadLetterRepository,
        watches: WatchRepository,
        limit: timedelta,
        clock: Clock,
    ) -> None:
        self._letters = letters
        self._watches = watches
        self._limit = limit
        self._clock = clock

    @property
    def limit(self) -> timedelta:
        return self._limit

    async def is_overdue(self) -> bool:
        """Tell whether the oldest waits for too long at this moment."""
        waiting = await self._letters.waiting(self._limit)
        return waiting.is_overdue(self._clock())

    async def look(self) -> bool:
        """Tell what changed since the last look; return whether something was told."""
        now = self._clock()
        before = await self._watches.find()
        waiting = await self._letters.waiting(self._limit)
        is_overdue = waiting.is_overdue(now)
        if is_overdue == (before is not None and before.is_overdue):
            return False
        after = (before or Watch(is_overdue=is_overdue, since=now)).model_copy(
            update={"is_overdue": is_overdue, "since": now}
        )
        fact = facts.watched(after, waiting)
        return await self._watches.turn(before, after, fact, at=now)

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.look()
            except MongoError as error:
                log.warning("dead_letters.unwatched", error=type(error).__name__)
            await comes_within(stop, LOOK_SECONDS)
