"""The worker that tells again: chunk by chunk, at the rate that was asked."""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog

from kit.clock import Clock
from kit.messaging.bus import BusUnavailable, KafkaBus
from kit.mongo import MongoError
from kit.waiting import comes_within
from services.hub.journal.models import Entry
from services.hub.journal.rules.feed import merged
from services.hub.replays import rules
from services.hub.replays.models import JournalReplay, Place, Selection, reached
from services.hub.replays.repository import ReplayRepository, SelectionRepository

log = structlog.get_logger()

IDLE_SECONDS = 1.0
AT_ONCE = 4


class JournalReplayWorker:
    """Several may work: a lease gives a replay to one of them.

    A chunk is told first and noted after. A kill between the two tells it twice, which
    readers take as any fact that comes twice.
    """

    def __init__(
        self,
        *,
        replays: ReplayRepository,
        journal: SelectionRepository,
        bus: KafkaBus,
        prefix: str,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._replays = replays
        self._journal = journal
        self._bus = bus
        self._prefix = prefix
        self._clock = clock
        self._monotonic = monotonic

    async def run(self, stop: asyncio.Event) -> None:
        """Lead replays beside each other: a slow one keeps no other waiting."""
        leading: set[asyncio.Task[None]] = set()
        while not stop.is_set():
            replay = None
            if len(leading) < AT_ONCE:
                replay = await self._claim()
            if replay is None:
                await comes_within(stop, IDLE_SECONDS)
                continue
            task = asyncio.create_task(self._lead_safely(replay, stop))
            leading.add(task)
            task.add_done_callback(leading.discard)
        await asyncio.gather(*leading, return_exceptions=True)

    async def step(self, stop: asyncio.Event) -> bool:
        """Lead one replay until it ends or `stop`; return whether there was one."""
        replay = await self._replays.claim(self._clock())
        if replay is not None:
            await self._lead(replay, stop)
        return replay is not None

    async def _claim(self) -> JournalReplay | None:
        try:
            return await self._replays.claim(self._clock())
        except MongoError as error:
            log.warning("replay.waits", error=type(error).__name__)
            return None

    async def _lead_safely(self, replay: JournalReplay, stop: asyncio.Event) -> None:
        """Leave what cannot go on now to whoever claims it next."""
        try:
            await self._lead(replay, stop)
        except (MongoError, BusUnavailable) as error:
            log.warning("replay.waits", error=type(error).__name__)
        except Exception:
            log.exception("replay.fault")

    async def _lead(self, replay: JournalReplay, stop: asyncio.Event) -> None:
        going: JournalReplay | None = replay
        try:
            while going is not None and going.state == "running":
                if stop.is_set():
                    break
                going = await self._tell(going, stop)
        finally:
            if going is not None:
                later = self._clock() + timedelta(seconds=IDLE_SECONDS)
                with contextlib.suppress(MongoError):
                    await self._replays.release(going, at=later)

    async def _tell(
        self, replay: JournalReplay, stop: asyncio.Event
    ) -> JournalReplay | None:
        """Tell one chunk again; None when the replay was stopped or taken over."""
        began = self._monotonic()
        entries, come = await self._next(replay)
        records = [
            rules.told_again(one, replay, prefix=self._prefix) for one in entries
        ]
        published = await self._bus.publish(records)
        if len(published.acknowledged) < len(records):
            raise BusUnavailable(replay.group)
        now = self._clock()
        noted = await self._replays.note(
            replay,
            at=now,
            reached=reached(come),
            sent_count=replay.sent_count + len(entries),
            started_at=replay.started_at or now,
        )
        if noted is not None and not noted.left:
            return await self._replays.note(noted, at=now, state="done", ended_at=now)
        took = self._monotonic() - began
        await comes_within(stop, rules.pause(len(entries), rate=replay.rate, took=took))
        return noted

    async def _next(
        self, replay: JournalReplay
    ) -> tuple[Sequence[Entry], dict[Place, int]]:
        """Read a little of each partition that is left, and say how far that is.

        Each partition keeps its own order, and so each key.
        """
        left = replay.left
        size = rules.chunk(replay.rate)
        # At least one of each: a rate under the number of partitions is kept by pauses.
        limit = math.ceil(size / max(1, len(left)))
        selection = Selection.model_validate(
            replay.model_dump(include=set(Selection.model_fields))
        )
        lines: list[list[Entry]] = []
        come = {(topic, partition): at for topic, partition, at in replay.reached}
        for place, (behind, end) in left.items():
            line = await self._journal.after(
                selection, replay.types, place, behind=behind, until=end, limit=limit
            )
            lines.append(line)
            come[place] = line[-1].offset if len(line) == limit else end
        return merged(lines, limit=limit * len(lines)), come
