"""The inbox of one group: good records take effect, the others wait or park."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog

from kit.clock import Clock
from kit.failpoints import Failpoint, reach
from kit.metrics import DELAYED, HELD_KEYS, PARKED, READ
from kit.retry import Backoff, GiveUp, Retry
from schemas.base import Event

from .deadletters import Cause, Parking
from .delays import Delayed, Delays, Place
from .envelope import Record, Told, UnknownType, UnreadableRecord
from .reading import Contracts

log = structlog.get_logger()

E = TypeVar("E", bound=Event)

Handler = Callable[[Sequence[Told[E]]], Awaitable[None]]
BACKOFF = Backoff(attempts=5, first=timedelta(seconds=1), ceiling=timedelta(seconds=20))


@dataclass(frozen=True, slots=True)
class _Readable(Generic[E]):
    record: Record
    told: Told[E]


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
        self._delays = delays
        self._parking = parking
        self._clock = clock
        self._transient = transient
        self._backoff = backoff
        self._held: dict[Place, set[bytes | None]] = {}

    @property
    def has_waiting(self) -> bool:
        return any(self._held.values())

    async def own(self, places: Collection[Place]) -> None:
        """Learn which keys wait in the partitions that are now this member's."""
        await self._delays.release_unknown(self._contracts.types, self._clock())
        held: dict[Place, set[bytes | None]] = {place: set() for place in places}
        for delayed in await self._delays.waiting(places):
            held[delayed.place].add(delayed.key)
        self._held = held
        self._count_held()

    async def take(self, records: Sequence[Record]) -> None:
        """Make every record take effect, wait or park; then its offset may be told."""
        await reach(Failpoint.READ_AFTER)
        readable = []
        for record in records:
            try:
                readable.append(_Readable(record, self._contracts.read(record)))
            except UnreadableRecord as error:
                await self._park_unreadable(record, error)
        free = await self._set_behind(readable)
        await self._do(free)
        READ.labels(self._group).inc(len(records))

    async def retry(self) -> int:
        """Try what is due again, the oldest of each key first; return how many left."""
        now = self._clock()
        left = 0
        seen: set[tuple[Place, bytes | None]] = set()
        for delayed in await self._delays.waiting(self._held):
            line = (delayed.place, delayed.key)
            if line in seen:
                continue
            if delayed.due_at > now or not await self._retry_one(delayed):
                seen.add(line)
            else:
                left += 1
        await self._forget_released()
        return left

    async def _set_behind(self, readable: Sequence[_Readable[E]]) -> list[_Readable[E]]:
        behind = [one for one in readable if self._is_held(one.record)]
        now = self._clock()
        await self._delays.add([_delayed(one.record, at=now) for one in behind])
        return [one for one in readable if not self._is_held(one.record)]

    async def _do(self, batch: Sequence[_Readable[E]]) -> None:
        """Halve a failing batch until the record at fault stands alone."""
        if not batch:
            return
        try:
            await self._handle([one.told for one in batch])
        except self._transient:
            raise
        except Exception as error:  # noqa: BLE001 - any fault of a handler is the record's
            if len(batch) == 1:
                await self._delay(batch[0].record, error)
                return
            middle = len(batch) // 2
            await self._do(batch[:middle])
            await self._do(await self._set_behind(batch[middle:]))

    async def _handle(self, told: Sequence[Told[E]]) -> None:
        await reach(Failpoint.HANDLER_BEFORE)
        await self._handler(told)
        await reach(Failpoint.HANDLER_AFTER)

    async def _delay(self, record: Record, error: Exception) -> None:
        now = self._clock()
        match self._backoff.after(1):
            case Retry(delay=delay):
                failed = replace(
                    _delayed(record, at=now),
                    attempts=1,
                    due_at=now + delay,
                    error=_name(error),
                )
                await reach(Failpoint.DELAY_BEFORE)
                await self._delays.add([failed])
                await reach(Failpoint.DELAY_AFTER)
                place = (record.topic, record.partition)
                self._held.setdefault(place, set()).add(record.key)
                self._count_held()
                DELAYED.labels(self._group).inc()
                log.warning("inbox.delayed", group=self._group, error=_name(error))
            case GiveUp():
                await self._park(record, _name(error), attempts=1, first_at=now)

    async def _retry_one(self, delayed: Delayed) -> bool:
        """Return whether the record no longer waits, having worked or been parked."""
        try:
            told = self._contracts.read(delayed)
            await self._handle([told])
        except self._transient:
            raise
        except UnreadableRecord as error:
            await self._park_unreadable(delayed, error)
        except Exception as error:  # noqa: BLE001 - any fault of a handler is the record's
            return await self._failed_again(delayed, error)
        await self._delays.remove(delayed)
        await reach(Failpoint.RETRY_AFTER)
        return True

    async def _failed_again(self, delayed: Delayed, error: Exception) -> bool:
        now = self._clock()
        attempts = delayed.attempts + 1
        match self._backoff.after(attempts):
            case Retry(delay=delay):
                again = replace(
                    delayed, attempts=attempts, due_at=now + delay, error=_name(error)
                )
                await self._delays.change(again)
                return False
            case GiveUp():
                first_at = delayed.first_at
                await self._park(
                    delayed, _name(error), attempts=attempts, first_at=first_at
                )
                await self._delays.remove(delayed)
                return True

    async def _park_unreadable(self, record: Record, error: UnreadableRecord) -> None:
        now = self._clock()
        if isinstance(error, UnknownType):
            await self._delays.keep_unknown(record, error.detail, now)
        await self._park(
            record, error.reason, attempts=1, first_at=now, detail=error.detail
        )

    async def _park(
        self,
        record: Record,
        reason: str,
        *,
        attempts: int,
        first_at: datetime,
        detail: str = "",
    ) -> None:
        cause = Cause(
            reason=reason,
            detail=detail,
            attempts=attempts,
            first_at=first_at,
            last_at=self._clock(),
        )
        await reach(Failpoint.PARK_BEFORE)
        await self._parking.park(record, cause)
        await reach(Failpoint.PARK_AFTER)
        PARKED.labels(self._group, reason).inc()
        log.error("inbox.parked", group=self._group, reason=reason, attempts=attempts)

    def _is_held(self, record: Record) -> bool:
        return record.key in self._held.get((record.topic, record.partition), ())

    async def _forget_released(self) -> None:
        still: dict[Place, set[bytes | None]] = {place: set() for place in self._held}
        for delayed in await self._delays.waiting(self._held):
            still[delayed.place].add(delayed.key)
        self._held = still
        self._count_held()

    def _count_held(self) -> None:
        count = sum(len(keys) for keys in self._held.values())
        HELD_KEYS.labels(self._group).set(count)


def _delayed(record: Record, *, at: datetime) -> Delayed:
    return Delayed(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=tuple(record.headers),
        attempts=0,
        due_at=at,
        first_at=at,
    )


def _name(error: Exception) -> str:
    return type(error).__name__
