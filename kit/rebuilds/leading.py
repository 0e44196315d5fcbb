"""A rebuild as a process leads it: read, catch up, compare, exchange if asked."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import structlog

from kit.clock import Clock
from kit.messaging.envelope import UnreadableRecord
from kit.messaging.reading import Contracts
from kit.messaging.topics import KafkaUnavailable
from kit.mongo import MongoUnavailable
from kit.waiting import ended_anyway

from .beside import Beside
from .comparing import Comparison
from .errors import Fault, HandsOff
from .journal import Journal, Kept, missing
from .models import Handler, Place, ReadModel, Rebuild
from .requests import Rebuilds

log = structlog.get_logger()

CHUNK = 500
PAUSE_SECONDS = 0.2
SETTLE_SECONDS = 10.0
CATCH_UP_SECONDS = 60.0

# What passes by itself: whoever leads waits, and begins again where it stands.
PASSED_ON: tuple[type[Exception], ...] = (HandsOff, KafkaUnavailable, *MongoUnavailable)

Ends = Callable[[Iterable[str]], Awaitable[Mapping[Place, int]]]


class Rebuilder:
    """Leads one rebuild from where it stands to its end; safe to begin again."""

    def __init__(
        self,
        *,
        model: ReadModel,
        rebuilds: Rebuilds,
        journal: Journal,
        beside: Beside,
        ends: Ends,
        clock: Clock,
        settle_seconds: float = SETTLE_SECONDS,
        catch_up_seconds: float = CATCH_UP_SECONDS,
    ) -> None:
        self._model = model
        self._rebuilds = rebuilds
        self._journal = journal
        self._beside = beside
        self._ends = ends
        self._clock = clock
        self._settle_seconds = settle_seconds
        self._catch_up_seconds = catch_up_seconds
        self._contracts = Contracts(model.contracts)

    async def lead(self, rebuild: Rebuild) -> Rebuild:
        """Bring it to its end, and return how it ended.

        Raises:
            HandsOff: it was stopped, or another process leads it.
            MongoUnavailable: to be led again later.
            KafkaUnavailable: to be led again later.
        """
        try:
            async with self._rebuilds.kept(rebuild, self._clock):
                return await self._lead_to_an_end(rebuild)
        except HandsOff:
            if not (await self._rebuilds.get(rebuild.id)).is_active:
                await self._drop()
            raise

    async def _lead_to_an_end(self, rebuild: Rebuild) -> Rebuild:
        try:
            return await self._lead(rebuild)
        except PASSED_ON:
            raise
        except Fault as fault:
            return await self._fail(rebuild, f"{fault.reason} {fault.detail}".strip())
        except Exception as error:
            log.exception("rebuild.fault", model=self._model.name)
            return await self._fail(rebuild, type(error).__name__)

    async def _lead(self, rebuild: Rebuild) -> Rebuild:
        if rebuild.state in ("exchanging", "settling"):
            return await self._exchange(rebuild)
        rebuild = await self._begin(rebuild)
        into = self._model.handler(self._beside.rebuilt)
        rebuild = await self._read_on(rebuild, into)
        rebuild = await self._catch_up(rebuild, into)
        rebuild = await self._compare(rebuild, into)
        assert rebuild.report is not None
        if not rebuild.swaps:
            return await self._end(rebuild, state="done")
        if rebuild.report.would_lose and not rebuild.despite_gaps:
            return await self._end(rebuild, state="refused", error="gaps")
        return await self._exchange(rebuild)

    async def _begin(self, rebuild: Rebuild) -> Rebuild:
        """Have a copy of one's own beside: what another left of it, or a new one.

        What it is named after is noted first. Who is killed on the way leaves nothing
        under that name, and whoever held it before writes where nobody looks any more.
        """
        left, held_by = self._beside, rebuild.holder
        is_going_on = rebuild.state != "asked" and await left.exists()
        anew: Mapping[str, Any] = {
            "state": "asked",
            "reached": (),
            "read_count": 0,
            "unreadable_count": 0,
        }
        rebuild = await self._note(
            rebuild,
            holder=rebuild.token,
            started_at=rebuild.started_at or self._clock(),
            **({} if is_going_on else anew),
        )
        self._beside = left.held_by(rebuild.token)
        if not is_going_on:
            await self._drop()
            await self._beside.make()
        elif held_by != rebuild.token:
            await left.hand_over(rebuild.token)
        ends = await self._journal.ends(self._topics)
        count = await self._journal.count(ends, types=self._contracts.types)
        return await self._note(rebuild, state="reading", total_count=count)

    async def _read_on(self, rebuild: Rebuild, into: Handler) -> Rebuild:
        """Read what the journal has now, partition by partition."""
        for place, end in sorted((await self._journal.ends(self._topics)).items()):
            while (come := rebuild.vector.get(place, -1)) < end:
                records = await self._journal.after(
                    place, come, types=self._contracts.types, limit=CHUNK
                )
                reached = records[-1].offset if len(records) == CHUNK else end
                # Behind `end` something may have been kept that is read next time.
                records = [one for one in records if one.offset <= reached]
                unreadable = await self._apply(records, into)
                vector = rebuild.vector | {place: reached}
                rebuild = await self._note(
                    rebuild,
                    reached=tuple((*one, vector[one]) for one in sorted(vector)),
                    read_count=rebuild.read_count + len(records),
                    unreadable_count=rebuild.unreadable_count + unreadable,
                )
        return rebuild

    async def _apply(self, records: Sequence[Kept], into: Handler) -> int:
        """Hand over what can be read; return how many could not, as in the live one."""
        told = []
        for record in records:
            with contextlib.suppress(UnreadableRecord):
                told.append(self._contracts.read(record))
        if told:
            await into(told)
        return len(records) - len(told)

    async def _catch_up(self, rebuild: Rebuild, into: Handler) -> Rebuild:
        """Read until all that Kafka holds at this moment has been read.

        Raises:
            Fault: the journal does not follow.
        """
        wanted = await self._ends(self._topics)
        deadline = self._deadline(self._catch_up_seconds)
        while behind := missing(wanted, rebuild.vector):
            if self._is_past(deadline):
                raise Fault("journal_behind", str(behind))
            rebuild = await self._note(rebuild)
            rebuild = await self._read_on(rebuild, into)
            if missing(wanted, rebuild.vector):
                await asyncio.sleep(PAUSE_SECONDS)
        return rebuild

    async def _compare(self, rebuild: Rebuild, into: Handler) -> Rebuild:
        """Compare, and look again for a while: either side may be a little late."""
        rebuild = await self._note(rebuild, state="comparing")
        comparison = Comparison(self._beside.live, self._beside.rebuilt)
        await comparison.run()
        deadline = self._deadline(self._settle_seconds)
        while not comparison.is_same and not self._is_past(deadline):
            await asyncio.sleep(PAUSE_SECONDS)
            rebuild = await self._read_on(rebuild, into)
            rebuild = await self._note(rebuild)
            await comparison.look_again()
        gaps = await self._journal.gaps(await self._journal.ends(self._topics))
        return await self._note(rebuild, report=await comparison.report(gaps))

    async def _exchange(self, rebuild: Rebuild) -> Rebuild:
        """Take the live one's place, then read what was told to it meanwhile.

        A batch that was under way wrote to the collection that is gone: what it told
        lies before the topics' ends of after the exchange, so reading up to these
        brings it back.
        """
        if rebuild.state != "settling":
            rebuild = await self._note(rebuild, state="exchanging")
            await self._beside.exchange()
            rebuild = await self._note(
                rebuild, state="settling", swapped_at=self._clock()
            )
        into = self._model.handler(self._beside.live)
        rebuild = await self._catch_up(rebuild, into)
        return await self._end(rebuild, state="done")

    async def _fail(self, rebuild: Rebuild, error: str) -> Rebuild:
        latest = await self._rebuilds.get(rebuild.id)
        if latest.state in ("exchanging", "settling"):
            # The exchange is begun: going on is all that is left to do.
            log.error("rebuild.settles_late", model=self._model.name, error=error)
            raise HandsOff
        return await self._end(rebuild, state="failed", error=error)

    async def _end(self, rebuild: Rebuild, **fields: Any) -> Rebuild:
        """End it, and drop what stands beside, though it is told to stop meanwhile."""

        async def end() -> Rebuild:
            ended = await self._note(rebuild, ended_at=self._clock(), **fields)
            # Not before: until it has ended, another leader may go on with the copy.
            await self._drop()
            return ended

        return await ended_anyway(end())

    async def _drop(self) -> None:
        await self._beside.drop(partial(self._rebuilds.active_id, self._model.name))

    async def _note(self, rebuild: Rebuild, **fields: Any) -> Rebuild:
        return await self._rebuilds.note(rebuild, at=self._clock(), **fields)

    @property
    def _topics(self) -> tuple[str, ...]:
        return self._model.promise.group.topics

    def _deadline(self, seconds: float) -> float:
        return asyncio.get_running_loop().time() + seconds

    def _is_past(self, deadline: float) -> bool:
        return asyncio.get_running_loop().time() > deadline
