"""The inbox of one group: good records take effect, the others wait or park."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Generic, TypeVar

import structlog

from kit.clock import Clock
from kit.failpoints import Failpoint, reach
from kit.metrics import ATTEMPTS, DELAYED, HELD_KEYS, READ, WAITING
from kit.mongo import bounded
from kit.retry import Backoff
from schemas.base import Event

from .deadletters import Parking
from .delays import Delayed, Delays, Place, delayed
from .envelope import Record, Told, Unread, UnreadableRecord
from .held import KEYS_MAX, Held, TooManyHeld, line_of
from .parking import Parker
from .reading import Contracts
from .trying import Effects, Handler, Readable
from .verdicts import judged, settled, spent, spot, unread

log = structlog.get_logger()

E = TypeVar("E", bound=Event)
R = TypeVar("R", bound=Record)

BACKOFF = Backoff(attempts=5, first=timedelta(seconds=1), ceiling=timedelta(seconds=20))
# What one round of retries takes, so that new records are not kept waiting for it.
RETRIED = 1_000
# A handler that takes longer fails; what it did is done again, to the same effect.
HANDLER_SECONDS = 300.0


class Inbox(Generic[E]):
    """Hands the readable facts of a batch to `handler`, in the order of the log.

    The handler may see a fact again, so its effect must be the same done twice. One
    whose effect fails waits in `delays`, its key behind it; other keys go on. What can
    never be read is parked at once. Errors in `transient` pass through: the caller
    waits and offers the whole batch again.
    """

    def __init__(
        self,
        *,
        group: str,
        contracts: Contracts[E],
        handler: Handler[E],
        delays: Delays,
        parking: Parking,
        clock: Clock,
        transient: tuple[type[Exception], ...],
        backoff: Backoff = BACKOFF,
    ) -> None:
        self._group = group
        self._contracts = contracts
        self._handler = handler
        self._effects = Effects(self._handle, transient=transient)
        self._delays = delays
        self._parking = parking
        self._parker = Parker(group=group, delays=delays, parking=parking, clock=clock)
        self._clock = clock
        self._backoff = backoff
        self._places: tuple[Place, ...] = ()
        self._held = Held()
        # Whether something may wait that is not in `_held`.
        self._is_in_doubt = False

    @property
    def has_waiting(self) -> bool:
        return len(self._held) > 0

    async def own(self, places: Collection[Place]) -> None:
        """Learn which keys wait in the partitions that are now this member's."""
        self._places = tuple(places)
        self._parker.forget()
        await self._delays.release_unknown(
            self._contracts.types, self._places, self._clock()
        )
        await self._learn()

    async def take(self, records: Sequence[Record]) -> None:
        """Make every record take effect, wait, or be ready to park.

        Its offset may be committed after `park`.

        Raises:
            TooManyHeld: some of what waits must be done first; offer it again.
        """
        await reach(Failpoint.READ_AFTER)
        if self._is_in_doubt:
            await self._learn()
        while len(self._held) >= KEYS_MAX:
            if not await self.retry():
                raise TooManyHeld(self._group)
        if self._parker.is_full:
            await self._parker.park_gathered()
        readable, unreadable = self._read(records)
        await self._do(readable)
        self._parker.gather(unreadable)
        READ.labels(self._group).inc(len(records))

    async def park(self) -> None:
        """Park what could not be read so far.

        Raises:
            BusUnavailable: it is to be asked again.
        """
        await self._parker.park_gathered()

    async def retry(self) -> int:
        """Try what is due again, each key from its start; return how many left."""
        due = self._held.due(self._clock(), limit=RETRIED)
        if not due:
            return 0
        page = await self._delays.first(due, limit=RETRIED)
        if not page:  # somebody else has taken them away
            await self._learn()
            return 0
        readable, unreadable = self._read(page)
        tried = await self._effects.do(readable)
        again, given_up = self._judged((one.record, why) for one, why in tried.failed)
        now = self._clock()
        await self._parker.park([*unread(unreadable, at=now), *spent(given_up, at=now)])
        staying = {spot(one) for one in again}
        staying |= {spot(one.record) for one in tried.behind}
        gone = [one for one in page if spot(one) not in staying]
        if taken_up := settled(gone, given_up, unreadable):
            await self._parking.settle(taken_up)
        await self._delays.settle(gone=gone, again=again)
        await reach(Failpoint.RETRY_AFTER)
        await self._parker.keep_unknown(unreadable)
        self._release(gone, again)
        self._note_attempts(gone, given_up)
        return len(gone)

    async def _do(self, readable: Sequence[Readable[Record, E]]) -> None:
        free, behind = self._parted(readable) if self._held else (readable, [])
        tried = await self._effects.do(free)
        now = self._clock()
        again, given_up = self._judged(
            (delayed(one.record, at=now), why) for one, why in tried.failed
        )
        behind = [*behind, *tried.behind]
        await self._set_aside([*again, *(delayed(b.record, at=now) for b in behind)])
        await self._parker.park(spent(given_up, at=now))

    def _parted(
        self, readable: Sequence[Readable[Record, E]]
    ) -> tuple[list[Readable[Record, E]], list[Readable[Record, E]]]:
        free = [one for one in readable if not self._held.has(one.line)]
        return free, [one for one in readable if self._held.has(one.line)]

    async def _handle(self, told: Sequence[Told[E]]) -> None:
        await reach(Failpoint.HANDLER_BEFORE)
        # Later than the handler's own end, which narrows the batch down.
        with bounded(HANDLER_SECONDS * 1.1):
            async with asyncio.timeout(HANDLER_SECONDS):
                await self._handler(told)
        await reach(Failpoint.HANDLER_AFTER)

    def _read(
        self, records: Sequence[R]
    ) -> tuple[list[Readable[R, E]], list[tuple[R, Unread]]]:
        readable, unreadable = [], []
        for record in records:
            try:
                readable.append(Readable(record, self._contracts.read(record)))
            except UnreadableRecord as error:
                unreadable.append((record, error.cause()))
        return readable, unreadable

    def _judged(
        self, failed: Iterable[tuple[Delayed, str]]
    ) -> tuple[list[Delayed], list[Delayed]]:
        again, given_up = judged(failed, backoff=self._backoff, at=self._clock())
        for why, count in Counter(one.error for one in again).items():
            log.warning("inbox.delayed", group=self._group, error=why, count=count)
        DELAYED.labels(self._group).inc(len(again))
        return again, given_up

    async def _set_aside(self, aside: Sequence[Delayed]) -> None:
        if not aside:
            return
        await reach(Failpoint.DELAY_BEFORE)
        # A store that fails may have kept them all the same.
        self._is_in_doubt = True
        added = await self._delays.add(aside)
        self._is_in_doubt = False
        await reach(Failpoint.DELAY_AFTER)
        if added < len(aside):  # some waited already, and must not be counted twice
            await self._learn()
            return
        for one in aside:
            self._held.hold(line_of(one), until=one.due_at)
        self._count_held()

    def _release(self, gone: Iterable[Delayed], again: Iterable[Delayed]) -> None:
        for one in gone:
            self._held.release(line_of(one))
        for one in again:
            self._held.postpone(line_of(one), until=one.due_at)
        self._count_held()

    def _note_attempts(
        self, gone: Iterable[Delayed], given_up: Iterable[Delayed]
    ) -> None:
        parked = {spot(one) for one in given_up}
        for one in gone:
            outcome = "parked" if spot(one) in parked else "done"
            ATTEMPTS.labels(self._group, outcome).observe(one.attempts + 1)

    async def _learn(self) -> None:
        self._held = Held(await self._delays.held(self._places))
        self._is_in_doubt = False
        self._count_held()

    def _count_held(self) -> None:
        HELD_KEYS.labels(self._group).set(len(self._held))
        WAITING.labels(self._group).set(self._held.waiting)
