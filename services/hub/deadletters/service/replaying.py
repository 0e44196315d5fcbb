"""Giving records back to their readers, and noting that it was done."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from kit.clock import Clock
from kit.errors import StaleVersion
from kit.ids import random_id
from kit.messaging.bus import KafkaBus
from services.hub.deadletters import facts
from services.hub.deadletters.models import DeadLetter
from services.hub.deadletters.repository import DeadLetterRepository
from services.hub.deadletters.rules import filing
from services.hub.deadletters.rules.replaying import Giving, is_back, replayed

TRIES = 5
AT_ONCE = 16


class Replaying:
    """Told first and noted after: a crash between tells again, and loses nothing."""

    def __init__(
        self,
        *,
        letters: DeadLetterRepository,
        bus: KafkaBus,
        prefix: str,
        clock: Clock,
    ) -> None:
        self._letters = letters
        self._bus = bus
        self._prefix = prefix
        self._clock = clock
        self._places = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def holding(
        self, letter_ids: Sequence[UUID], *, holder: UUID | None = None
    ) -> AsyncIterator[list[DeadLetter]]:
        """Have these in hand alone, as they are now, while the block runs."""
        holder = holder or random_id()
        now = self._clock()
        held = await self._letters.hold(letter_ids, holder=holder, at=now)
        try:
            yield held
        finally:
            await self._letters.release(letter_ids, holder=holder)

    async def give_back(
        self, letters: Sequence[DeadLetter], giving: Giving
    ) -> list[DeadLetter]:
        """Give back what Kafka takes, in order; return those letters as they became."""
        records = [filing.replay(one, prefix=self._prefix) for one in letters]
        published = await self._bus.publish(records)
        taken = [letters[place] for place in sorted(published.acknowledged)]
        return await asyncio.gather(*(self._note(one, giving) for one in taken))

    async def _note(self, given: DeadLetter, giving: Giving) -> DeadLetter:
        """Note it on the letter as it stands: its record may have failed already."""
        async with self._places:
            now = given
            for _ in range(TRIES):
                at = self._clock()
                after = replayed(given, now, giving, at=at)
                told = [facts.replayed(after)]
                again = [facts.parked(after)] if is_back(given, now) else []
                try:
                    return await self._letters.change(now, after, *told, *again, at=at)
                except StaleVersion:
                    now = await self._letters.get(given.id)
            raise StaleVersion(given.id, given.version)
