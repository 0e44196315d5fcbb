"""A reader of whole records, for those who keep or file them whatever they hold."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence

import structlog

from kit.clock import Clock
from kit.failpoints import Failpoint, reach
from kit.metrics import PARKED, READ
from kit.mongo import bounded

from .deadletters import Cause, Parking
from .envelope import Record

log = structlog.get_logger()

HANDLER_SECONDS = 300.0

RawHandler = Callable[[Sequence[Record]], Awaitable[None]]


class RawReader:
    """Hands over whole batches; a record that nobody can take is parked alone."""

    def __init__(
        self,
        *,
        group: str,
        handler: RawHandler,
        parking: Parking,
        clock: Clock,
        transient: tuple[type[Exception], ...],
    ) -> None:
        self._group = group
        self._handler = handler
        self._parking = parking
        self._clock = clock
        self._transient = transient

    @property
    def has_waiting(self) -> bool:
        return False

    async def own(self, places: Collection[tuple[str, int]]) -> None:
        """Nothing waits here from one owner to the next."""

    async def retry(self) -> int:
        return 0

    async def park(self) -> None:
        """Do nothing: what nobody can take is parked at once."""

    async def take(self, records: Sequence[Record]) -> None:
        try:
            await reach(Failpoint.HANDLER_BEFORE)
            # The store's own limit comes first: whatever hangs there is waited for.
            with bounded(HANDLER_SECONDS * 0.9):
                async with asyncio.timeout(HANDLER_SECONDS):
                    await self._handler(records)
            await reach(Failpoint.HANDLER_AFTER)
        except self._transient:
            raise
        except Exception as error:  # noqa: BLE001 - any fault of a handler is the record's
            if len(records) == 1:
                await self._park(records[0], type(error).__name__)
                return
            middle = len(records) // 2
            await self.take(records[:middle])
            await self.take(records[middle:])
        else:
            READ.labels(self._group).inc(len(records))

    async def _park(self, record: Record, reason: str) -> None:
        now = self._clock()
        cause = Cause(reason=reason, detail="", attempts=1, first_at=now, last_at=now)
        await reach(Failpoint.PARK_BEFORE)
        await self._parking.park([(record, cause)])
        await reach(Failpoint.PARK_AFTER)
        PARKED.labels(self._group, reason).inc()
        log.error("raw.parked", group=self._group, reason=reason)
