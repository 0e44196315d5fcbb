"""What is told becomes what waits, and what no longer does."""

from collections.abc import Sequence

from kit.messaging.envelope import Told
from schemas.base import Event

from . import facts
from .repository import WaitingRepository


class TaskHandlers:
    def __init__(self, waiting: WaitingRepository) -> None:
        self._waiting = waiting

    async def on_facts(self, batch: Sequence[Told[Event]]) -> None:
        await self._waiting.overtake(
            (waiting, told.sequence)
            for told in batch
            if (waiting := facts.waiting(told)) is not None
        )
