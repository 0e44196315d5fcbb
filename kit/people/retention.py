"""Rules of retention at work: what is too old is counted, then ended, every night."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog

from kit.clock import Clock
from kit.due import DueJobs, Job
from kit.mongo import Collection, Document
from schemas.personal import KEPT, Kept

log = structlog.get_logger()

JOB: Final = "retention"
NIGHTLY: Final = "nightly"
HOUR: Final = 2
TOLD: Final[Document] = {"pending.0": {"$exists": False}}


class Ageing(Protocol):
    """A class of records that has an age; `before` is when the last to go was new."""

    @property
    def kept(self) -> Kept: ...

    @property
    def code(self) -> str: ...

    async def count(self, before: datetime) -> int: ...

    async def end(self, before: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would go now."""

    code: str
    kept: Kept
    before: datetime
    count: int


class AgedOut:
    """Documents that are deleted, once they have told all they had to tell."""

    def __init__(
        self, documents: Collection, *, kept: Kept, since: str, **only: Any
    ) -> None:
        self.kept = kept
        self.code = f"{documents.database.name.rpartition('_')[2]}.{documents.name}"
        self._documents = documents
        self._since = since
        self._only = only

    async def count(self, before: datetime) -> int:
        return int(await self._documents.count_documents(self._query(before)))

    async def end(self, before: datetime) -> int:
        gone = await self._documents.delete_many(self._query(before))
        return int(gone.deleted_count)

    def _query(self, before: datetime) -> Document:
        return {self._since: {"$lt": before}, **self._only, **TOLD}


class RetentionService:
    """What one service applies of the table of retention."""

    def __init__(
        self, classes: Sequence[Ageing], *, due: DueJobs, clock: Clock
    ) -> None:
        self._classes = classes
        self._due = due
        self._clock = clock

    @property
    def jobs(self) -> Mapping[str, Job]:
        return {JOB: self._nightly}

    async def forecast(self) -> list[Forecast]:
        """Count what the rules would end now; nothing changes."""
        found = []
        for one in self._classes:
            before = self._before(one)
            count = await one.count(before)
            found.append(Forecast(one.code, one.kept, before, count))
        return found

    async def apply(self) -> list[Forecast]:
        """End what is too old, and return how many of each class that was."""
        done = []
        for one in self._classes:
            before = self._before(one)
            count = await one.end(before)
            done.append(Forecast(one.code, one.kept, before, count))
            log.info("retention.applied", records=one.code, count=count)
        return done

    async def plan_first(self) -> None:
        """Plan the first night, unless a night is planned."""
        await self._due.plan_once(JOB, NIGHTLY, due_at=self._next_night(), payload={})

    async def _nightly(self, payload: dict[str, Any]) -> None:
        await self.apply()
        await self._due.plan(JOB, NIGHTLY, due_at=self._next_night(), payload=payload)

    def _before(self, one: Ageing) -> datetime:
        days = KEPT[one.kept].days
        assert days is not None, one.code
        return self._clock() - timedelta(days=days)

    def _next_night(self) -> datetime:
        now = self._clock()
        night = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        return night if night > now else night + timedelta(days=1)
