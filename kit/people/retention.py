"""Rules of retention at work: what is too old is counted, then ended, every night."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from kit.clock import Clock
from kit.due import DueJobs, Job
from schemas.personal import KEPT

from .ageing import Ageing, Forecast
from .board import RetentionBoard

log = structlog.get_logger()

JOB: Final = "retention"
NIGHTLY: Final = "nightly"
COUNTING: Final = "retention.counting"
HOURLY: Final = "hourly"
HOUR: Final = 2
EVERY: Final = timedelta(hours=1)


class RetentionService:
    """What one service applies of the table of retention."""

    def __init__(
        self,
        classes: Sequence[Ageing],
        *,
        due: DueJobs,
        board: RetentionBoard,
        clock: Clock,
    ) -> None:
        self._classes = classes
        self._due = due
        self._board = board
        self._clock = clock

    @property
    def jobs(self) -> Mapping[str, Job]:
        return {JOB: self._nightly, COUNTING: self._hourly}

    async def forecast(self) -> list[Forecast]:
        """Count what the rules would end now; nothing changes."""
        return await self._counted(self._clock())

    async def look_ahead(self) -> None:
        """Count what the coming night would end, for all to read."""
        night_at = self._next_night()
        found = await self._counted(night_at)
        await self._board.expect(found, night_at=night_at, at=self._clock())

    async def apply(self) -> list[Forecast]:
        """End what is too old, and return how many of each class that was."""
        now, done = self._clock(), []
        for one in self._classes:
            before = _before(one, now)
            count = await one.end(before)
            done.append(Forecast(one.code, one.kept, one.title, before, count))
            log.info("retention.applied", records=one.code, count=count)
        await self._board.tell(done, at=now)
        return done

    async def plan_first(self) -> None:
        """Plan the first night, unless a night is planned; count now and each hour."""
        await self._due.plan_once(JOB, NIGHTLY, due_at=self._next_night(), payload={})
        await self._hourly({})

    async def _nightly(self, payload: dict[str, Any]) -> None:
        await self.apply()
        await self.look_ahead()
        await self._due.plan(JOB, NIGHTLY, due_at=self._next_night(), payload=payload)

    async def _hourly(self, payload: dict[str, Any]) -> None:
        await self.look_ahead()
        again_at = self._clock() + EVERY
        await self._due.plan(COUNTING, HOURLY, due_at=again_at, payload=payload)

    async def _counted(self, at: datetime) -> list[Forecast]:
        found = []
        for one in self._classes:
            before = _before(one, at)
            count = await one.count(before)
            found.append(Forecast(one.code, one.kept, one.title, before, count))
        return found

    def _next_night(self) -> datetime:
        now = self._clock()
        night = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        return night if night > now else night + timedelta(days=1)


def _before(one: Ageing, at: datetime) -> datetime:
    """Return when the last of a class was new that goes at this instant."""
    days = KEPT[one.kept].days
    assert days is not None, one.code
    return at - timedelta(days=days)
