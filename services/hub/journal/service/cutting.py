"""The journal goes back as far as the setting says, and no further."""

import asyncio
from datetime import timedelta

import structlog

from kit.clock import Clock
from kit.mongo import MongoError
from kit.waiting import comes_within
from services.hub.journal.repository import KeepingRepository

log = structlog.get_logger()

EVERY = timedelta(hours=1)
SOME = 5_000


class JournalCutter:
    """Several may cut at once: the beginning only moves on."""

    def __init__(
        self, *, keeping: KeepingRepository, kept: timedelta, clock: Clock
    ) -> None:
        self._keeping = keeping
        self._kept = kept
        self._clock = clock

    async def run(self, stop: asyncio.Event) -> None:
        """Cut every hour until `stop`."""
        while not stop.is_set():
            try:
                await self.cut(stop)
            except MongoError as error:
                log.warning("journal.not_cut", error=type(error).__name__)
            await comes_within(stop, EVERY.total_seconds())

    async def cut(self, stop: asyncio.Event | None = None) -> int:
        """Take out what is too old, and return how many records that were."""
        since = self._clock() - self._kept
        total = 0
        for place in await self._keeping.places():
            offset = await self._keeping.first_since(place, since)
            if offset is None:
                continue
            await self._keeping.begin_at(place, offset)
            while gone := await self._keeping.cut(place, offset, limit=SOME):
                total += gone
                if stop is not None and stop.is_set():
                    return total
        if total:
            log.info("journal.cut", count=total)
        return total
