"""What a member of a group does with its batches: effects first, then offsets."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Protocol

import structlog

from kit.clock import Clock, now
from kit.failpoints import Failpoint, reach
from kit.metrics import BATCH_SECONDS, RECORD_AGE
from kit.waiting import comes_within

from .envelope import Record

log = structlog.get_logger()

Place = tuple[str, int]
Offsets = Mapping[Place, int]

RETRY_SECONDS = 0.5
# Offsets are committed so often at most, and what is left with the next round of
# retries: a commit costs as much as a small batch does.
COMMIT_SECONDS = 0.2
SOON_SECONDS = 0.01
FLUSH_SECONDS = 10.0
WAIT_FIRST, WAIT_MOST = 0.1, 5.0


class Reader(Protocol):
    """What a member feeds: an inbox, or a reader of raw records."""

    @property
    def has_waiting(self) -> bool: ...

    async def own(self, places: Collection[Place]) -> None: ...

    async def take(self, records: Sequence[Record]) -> None: ...

    async def park(self) -> None: ...

    async def retry(self) -> int: ...


class Consuming:
    """One batch or one round of retries at a time, and only for partitions it owns.

    What is transient is waited for here, for as long as the partitions are ours: that
    alone has no limit, and a rebalance, a stop or the end of the outage ends it. Before
    partitions move, the batch in flight is let finish, for at most `FLUSH_SECONDS`, so
    that nothing is done twice for a member that comes or goes.
    """

    def __init__(
        self,
        *,
        group: str,
        reader: Reader,
        commit: Callable[[Offsets], Awaitable[bool]],
        transient: tuple[type[Exception], ...],
        clock: Clock = now,
    ) -> None:
        self._group = group
        self._reader = reader
        self._commit = commit
        self._transient = transient
        self._clock = clock
        self._busy = asyncio.Lock()
        self._generation = 0
        self._places: list[Place] | None = None
        self._is_owned = False
        self._closing = asyncio.Event()
        self._assignment = 0
        self._uncommitted: dict[Place, int] = {}
        self._committing = asyncio.Lock()
        self._beside: set[asyncio.Future[None]] = set()
        self._committed_at = float("-inf")

    @property
    def is_assigned(self) -> bool:
        return self._places is not None

    @property
    def is_busy(self) -> bool:
        return self._busy.locked()

    async def on_revoked(self) -> None:
        """Let the batch in flight finish: its partitions are about to move."""
        self._generation += 1
        self._places = None
        await self.flush()

    def on_assigned(self, places: Sequence[Place]) -> None:
        """Note what is ours; what waits there is learnt before the first effect.

        Not now: the group's coordinator waits for the answer without a heartbeat.
        """
        self._generation += 1
        self._assignment += 1
        self._places = list(places)
        self._is_owned = False
        self._uncommitted = {}

    async def take(self, records: Sequence[Record]) -> None:
        """Have a batch take effect, then commit its offsets soon; never raise for it.

        Who calls would go on past a batch that raised. What is not committed is read
        again.
        """
        generation = self._generation
        async with self._busy:
            if generation != self._generation or not await self._own():
                return
            assignment = self._assignment
            with BATCH_SECONDS.labels(self._group).time():
                done = await self._until_done(lambda: self._reader.take(records))
            if not done:
                return
            self._note_age(records)
            if assignment != self._assignment:
                return  # it outlived its partitions, which are read again
            self._uncommitted |= _offsets(records)
            if _time() - self._committed_at >= COMMIT_SECONDS:
                self._commit_beside()

    async def retry_for_ever(self) -> None:
        """Try what waits whenever it is due, between the batches."""
        left = 0
        while not self._closing.is_set():
            await asyncio.sleep(SOON_SECONDS if left else RETRY_SECONDS)
            self._commit_beside()
            left = await self.retry()

    async def retry(self) -> int:
        """Return how many records no longer wait."""
        is_known = self._is_owned and not self._reader.has_waiting
        if self._places is None or is_known:
            return 0
        left = 0

        async def some() -> None:
            nonlocal left
            left = await self._reader.retry()

        async with self._busy:
            if await self._own():
                await self._until_done(some)
        return left

    def close(self) -> None:
        """Take nothing new, and end what only waits."""
        self._closing.set()

    async def flush(self) -> None:
        """Commit what is done, let the batch in flight finish, and commit that."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FLUSH_SECONDS):
                await self._commit_done()
                async with self._busy:
                    await self._commit_done()

    def _commit_beside(self) -> None:
        """Commit while the next batch is done: it does not wait for that."""
        if self._uncommitted and not self._committing.locked():
            committing = asyncio.ensure_future(self._commit_done())
            self._beside.add(committing)
            committing.add_done_callback(self._beside.discard)

    async def _commit_done(self) -> None:
        """Commit what has taken effect, once the rest of it is parked; never raise.

        What fails is committed with what comes next.
        """
        try:
            async with self._committing:
                await self._park_and_commit()
        except self._transient as error:
            log.warning("commit.waits", group=self._group, error=type(error).__name__)
        except Exception:
            log.exception("commit.fault", group=self._group)

    async def _park_and_commit(self) -> None:
        if not self._uncommitted:
            return
        assignment, is_committed = self._assignment, False
        done, self._uncommitted = self._uncommitted, {}
        self._committed_at = _time()
        try:
            await self._reader.park()
            # Of another assignment, what was to be parked may have been forgotten.
            if assignment == self._assignment:
                await reach(Failpoint.OFFSET_BEFORE)
                is_committed = await self._commit(done)
                await reach(Failpoint.OFFSET_AFTER)
        finally:
            if assignment == self._assignment and not is_committed:
                self._uncommitted = done | self._uncommitted

    async def _own(self) -> bool:
        """Learn what waits in our partitions, once for each assignment."""
        places = self._places
        if places is None:
            return False
        if not self._is_owned:
            done = await self._until_done(lambda: self._reader.own(places))
            self._is_owned = done and self._places is places
        return self._is_owned

    async def _until_done(self, do: Callable[[], Awaitable[None]]) -> bool:
        """Wait for what is absent; give up only when the partitions are not ours.

        A fault of the store itself is waited for too: no batch may be passed over.
        """
        generation, wait = self._generation, WAIT_FIRST
        while generation == self._generation and not self._closing.is_set():
            try:
                await do()
            except self._transient as error:
                log.warning(
                    "effect.waits", group=self._group, error=type(error).__name__
                )
                await self._pause(wait * random.uniform(0.5, 1))  # noqa: S311 - jitter
                wait = min(wait * 2, WAIT_MOST)
            except Exception:
                log.exception("effect.blocked", group=self._group)
                await self._pause(WAIT_MOST)
            else:
                return True
        return False

    async def _pause(self, seconds: float) -> None:
        await comes_within(self._closing, seconds)

    def _note_age(self, records: Sequence[Record]) -> None:
        written = [getattr(record, "timestamp", None) for record in records]
        oldest = min((at for at in written if at), default=None)
        if oldest is not None:
            age = self._clock().timestamp() - oldest / 1_000
            RECORD_AGE.labels(self._group).observe(max(0.0, age))


def _time() -> float:
    return asyncio.get_running_loop().time()


def _offsets(records: Sequence[Record]) -> dict[Place, int]:
    """Tell where to go on: a partition's records come in their order."""
    return {(one.topic, one.partition): one.offset + 1 for one in records}
