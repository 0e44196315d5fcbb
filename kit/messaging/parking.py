"""What cannot take effect: gathered and parked, before its offsets are committed."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import structlog

from kit.clock import Clock
from kit.failpoints import Failpoint, reach
from kit.metrics import PARKED

from .deadletters import Parking
from .delays import Delays
from .envelope import Record, Unread
from .verdicts import Parked, unread

log = structlog.get_logger()

# Beyond, those that are gathered are parked before more is read.
GATHERED_MAX, GATHERED_BYTES_MAX = 500, 8 * 1024 * 1024
# As many as are surely acknowledged in the time of one sending.
SENT_MAX = 100


class Parker:
    """Parks what a group gives up.

    To park five costs as much as to park fifty: those that cannot be read are gathered
    over several batches. Who dies meanwhile has committed no offset of theirs: they are
    read again.
    """

    def __init__(
        self, *, group: str, delays: Delays, parking: Parking, clock: Clock
    ) -> None:
        self._group = group
        self._delays = delays
        self._parking = parking
        self._clock = clock
        self._gathered: list[tuple[Record, Unread]] = []
        self._in_hand: list[tuple[Record, Unread]] = []
        self._one_at_a_time = asyncio.Lock()

    def gather(self, unreadable: Sequence[tuple[Record, Unread]]) -> None:
        self._gathered += unreadable

    @property
    def is_full(self) -> bool:
        """Whether these have to be parked before more is read."""
        size = sum(len(record.value or b"") for record, _ in self._gathered)
        return len(self._gathered) >= GATHERED_MAX or size >= GATHERED_BYTES_MAX

    async def park_gathered(self) -> None:
        """Park them, those that somebody else is parking just now included.

        Raises:
            BusUnavailable: not all are parked; they stay gathered.
        """
        async with self._one_at_a_time:
            self._in_hand, self._gathered = self._gathered, []
            try:
                while some := self._in_hand[:SENT_MAX]:
                    await self.keep_unknown(some)
                    await self.park(unread(some, at=self._clock()))
                    self._in_hand = self._in_hand[len(some) :]
            finally:
                self._gathered = self._in_hand + self._gathered
                self._in_hand = []

    def forget(self) -> None:
        """They will be read again, by whoever owns their partitions."""
        self._gathered, self._in_hand = [], []

    async def keep_unknown(self, unreadable: Sequence[tuple[Record, Unread]]) -> None:
        unknown = [
            (record, cause.detail) for record, cause in unreadable if cause.is_unknown
        ]
        if unknown:
            await self._delays.keep_unknown(unknown, self._clock())

    async def park(self, parked: Sequence[Parked]) -> None:
        if not parked:
            return
        await reach(Failpoint.PARK_BEFORE)
        await self._parking.park(parked)
        await reach(Failpoint.PARK_AFTER)
        counted = Counter(cause.reason for _, cause in parked)
        for reason, count in counted.items():
            PARKED.labels(self._group, reason).inc(count)
            log.error("inbox.parked", group=self._group, reason=reason, count=count)
