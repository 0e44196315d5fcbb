"""The watch over the age of letters: one document, whose changes are told."""

from datetime import datetime

from kit.errors import StaleVersion
from kit.mongo import DuplicateKey
from kit.storage import Aggregates
from schemas.base import Event
from services.hub.deadletters.models import Watch
from services.hub.deadletters.models.overdue import WATCH_ID


class WatchRepository:
    def __init__(self, watches: Aggregates[Watch]) -> None:
        self._watches = watches

    async def find(self) -> Watch | None:
        return await self._watches.find({"_id": WATCH_ID})

    async def turn(
        self, before: Watch | None, after: Watch, fact: Event, *, at: datetime
    ) -> bool:
        """Write it, and return false when another watcher was first."""
        try:
            if before is None:
                await self._watches.add(after, fact, at=at)
            else:
                await self._watches.change(before, after, fact, at=at)
        except (DuplicateKey, StaleVersion):
            return False
        return True
