"""What can be done with the journal: keep, look into, follow."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from kit.clock import Clock
from kit.http.pagination import InvalidCursor, decode_cursor, encode_cursor
from kit.messaging.envelope import Record
from schemas.events import BY_TYPE, TOPICS
from services.hub.journal.errors import CursorTooOld
from services.hub.journal.models import Activity, Entry, Feed, JournalFilter, Vector
from services.hub.journal.repository import (
    JournalRepository,
    KeepingRepository,
    Place,
)
from services.hub.journal.rules import records as reading
from services.hub.journal.rules.feed import (
    advanced,
    cursor,
    is_cut,
    merged,
    start,
    vector,
)
from services.hub.journal.rules.names import full_type

SHOWN = 50
DAY_HOURS = 24


class JournalService:
    def __init__(
        self,
        *,
        journal: JournalRepository,
        keeping: KeepingRepository,
        kept: timedelta,
        prefix: str,
        clock: Clock,
    ) -> None:
        self._journal = journal
        self._keeping = keeping
        self._kept = kept
        self._prefix = prefix
        self._clock = clock

    async def on_records(self, records: Sequence[Record]) -> None:
        """Keep a batch, whatever is in it; told twice, it is kept once."""
        now = self._clock()
        await self._journal.add(
            [reading.entry(record, prefix=self._prefix, at=now) for record in records]
        )

    async def feed(
        self, after: str | None, *, types: Sequence[str], limit: int
    ) -> Feed:
        """Return what follows the cursor: nothing skipped, nothing given twice.

        Raises:
            CursorTooOld: some of what follows it was cut off.
        """
        wanted = [full_type(name) for name in types]
        topics = {BY_TYPE[one].topic for one in wanted} if wanted else set(TOPICS)
        come = await self._come(after, topics)
        # Read before the entries: all that lies up to these ends can be seen.
        ends = {
            place: end
            for place, end in (await self._journal.ends(sorted(topics))).items()
            if end > come.get(place[0], {}).get(place[1], -1)
        }
        lines = await self._lines(come, ends, types=wanted, limit=limit)
        # Read after the entries: whatever was cut off until now shows.
        if is_cut(come, begins=await self._keeping.begins(topics)):
            raise CursorTooOld(kept_days=self._kept.days)
        given = merged(lines, limit=limit)
        # A full line may go on behind what was found of it.
        found = {
            place: len(line) + (len(line) == limit)
            for place, line in zip(ends, lines, strict=True)
        }
        reached = advanced(come, ends=ends, found=found, given=given)
        return Feed(
            items=[reading.cloud_event(one) for one in given], next=cursor(reached)
        )

    async def _lines(
        self, come: Vector, places: Iterable[Place], *, types: Sequence[str], limit: int
    ) -> list[list[Entry]]:
        """Return what follows in each partition."""
        return await asyncio.gather(
            *(
                self._journal.events_after(
                    place,
                    come.get(place[0], {}).get(place[1], -1),
                    types=types,
                    limit=limit,
                )
                for place in places
            )
        )

    async def _come(self, after: str | None, topics: Iterable[str]) -> Vector:
        if after is not None:
            return vector(after)
        return start(topics, begins=await self._keeping.begins(topics))

    async def search(self, wanted: JournalFilter) -> tuple[list[Entry], str | None]:
        """Return entries, the newest first, and the cursor of those that follow."""
        type_ = None if wanted.type is None else full_type(wanted.type)
        found = await self._journal.search(
            type_=type_,
            aggregate=wanted.aggregate,
            before=_place(wanted.before),
            limit=SHOWN + 1,
        )
        shown = found[:SHOWN]
        if len(found) <= SHOWN:
            return shown, None
        last = shown[-1]
        return shown, encode_cursor([last.recorded_at.isoformat(), last.id])

    async def get(self, entry_id: str) -> Entry:
        return await self._journal.get(entry_id)

    async def count_later(
        self, topic: str, partition: int, offset: int, *, key: str
    ) -> int:
        return await self._journal.count_later((topic, partition), offset, key=key)

    async def last_offsets(
        self,
        places: Iterable[tuple[str, int]],
        *,
        keys: Iterable[str],
        without: Iterable[str],
    ) -> dict[tuple[str, int, str], int]:
        """Return where each key was last told, passing over the records named."""
        return await self._journal.last_offsets(places, keys=keys, without=without)

    async def activity(self, type_: str) -> Activity:
        """Return what a type did in the last 24 hours, and when it was last told."""
        start = self._first_hour()
        counted = await self._journal.hours(type_, since=start)
        hours = [start + timedelta(hours=hour) for hour in range(DAY_HOURS)]
        return Activity(
            last_at=await self._journal.last_at(type_),
            hours=tuple(counted.get((type_, hour), 0) for hour in hours),
        )

    async def counts(self) -> dict[str, int]:
        """Return how many of each type were recorded in the last 24 hours."""
        counts: dict[str, int] = {}
        hours = await self._journal.hours(None, since=self._first_hour())
        for (type_, _), count in hours.items():
            counts[type_] = counts.get(type_, 0) + count
        return counts

    def _first_hour(self) -> datetime:
        now = self._clock().replace(minute=0, second=0, microsecond=0)
        return now - timedelta(hours=DAY_HOURS - 1)


def _place(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    match decode_cursor(cursor):
        case [str(at), str(entry_id)]:
            try:
                return datetime.fromisoformat(at), entry_id
            except ValueError as error:
                raise InvalidCursor from error
        case _:
            raise InvalidCursor
