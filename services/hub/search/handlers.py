"""What is told becomes what a search finds."""

from collections.abc import Sequence

from kit.messaging.envelope import Told
from schemas.base import Event

from . import facts
from .repository import EntryRepository


class SearchHandlers:
    def __init__(self, entries: EntryRepository) -> None:
        self._entries = entries

    async def on_facts(self, batch: Sequence[Told[Event]]) -> None:
        await self._entries.overtake(
            (entry, told.sequence)
            for told in batch
            if (entry := facts.entry(told.fact)) is not None
        )
