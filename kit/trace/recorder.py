"""Puts entries at the end of the chain: off the requests' way, in batches."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import structlog

from kit.clock import Clock
from kit.mongo import MongoError, bounded

from .chain import Chain
from .models import Entry, Reader, Screen
from .settling import Settling
from .watching import Watch, watching

log = structlog.get_logger()

# A request waits for none of it: reads of this last while die with a killed process.
GATHERED_SECONDS = 0.5
BATCH = 500
# Writes that a killed process left waiting are found by another within this.
SWEPT_SECONDS = 15.0
AGAIN_SECONDS = 1.0
HELD_MAX = 5_000
END_SECONDS = 5.0


class Recorder:
    """One per process. It is emptied before the process lets go of MongoDB."""

    def __init__(self, chain: Chain, *, clock: Clock) -> None:
        self.chain = chain
        self._clock = clock
        self._held: list[Entry] = []
        self._settling = Settling()
        self._is_due = asyncio.Event()
        self._has_written = False
        self._sweeps = False
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def watched(
        self,
        reader: Reader,
        screen: Callable[[], Screen],
        *,
        correlation_id: str,
        comes_in_bursts: bool = False,
    ) -> AsyncIterator[None]:
        """Note what the block reads and writes of people, whatever ends it.

        `comes_in_bursts` is said of what a page asks for by itself, as one types: what
        its reader meets so without a pause is told once, as one entry.
        """
        watch = Watch(
            reader,
            screen,
            correlation_id,
            self.chain,
            self._clock,
            comes_in_bursts=comes_in_bursts,
        )
        try:
            with watching(watch):
                yield
        finally:
            await self.take(watch)

    async def take(self, watch: Watch) -> None:
        """Take over what was noted; wait only when far too much is held."""
        if watch.comes_in_bursts:
            self._settling.add(watch.entries())
        else:
            self._held.extend(watch.entries())
        self._has_written |= watch.has_written
        if self._is_busy():
            self._is_due.set()
        if len(self._held) > HELD_MAX:
            # Without MongoDB nobody reads anything more either.
            with suppress(MongoError):
                await self.flush()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[asyncio.Task[None]]:
        """Append beside the block what comes, and at its end what is left."""
        task = asyncio.create_task(self._run())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.wait({task})
            await self._end()

    async def _end(self) -> None:
        """Append the last; without any, an absent MongoDB is not waited for."""
        if not self._is_busy():
            return
        try:
            with bounded(END_SECONDS):
                await self.flush()
        except MongoError as error:
            lost = len(self._held)
            log.error("trace.lost", entries=lost, error=type(error).__name__)  # noqa: TRY400 - no stack says more

    async def _run(self) -> None:
        while True:
            try:
                # Not `wait_for`, which may pass over that the task was cancelled.
                async with asyncio.timeout(SWEPT_SECONDS):
                    await self._is_due.wait()
                await asyncio.sleep(GATHERED_SECONDS)
            except TimeoutError:
                self._sweeps = True
            self._held.extend(self._settling.settled(self._clock()))
            try:
                await self._append()
            except MongoError as error:
                log.warning("trace.waits", error=type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)
            if self._settling:
                self._is_due.set()

    async def flush(self) -> None:
        """Append all that is held, and all that waits in the store, as it happened."""
        self._held.extend(self._settling.all())
        await self._append()

    async def _append(self) -> None:
        async with self._turn:
            self._is_due.clear()
            try:
                while await self._step():
                    pass
            except MongoError:
                self._is_due.set()
                raise

    async def _step(self) -> bool:
        """Append one batch; tell whether there was anything."""
        held, waiting = self._held[:BATCH], await self._waiting()
        if not held and not waiting:
            return False
        together = sorted([*held, *waiting.values()], key=lambda one: one.at)
        await self.chain.append(together)
        del self._held[: len(held)]
        await self.chain.done(waiting)
        return True

    def _is_busy(self) -> bool:
        return bool(self._held or self._settling or self._has_written)

    async def _waiting(self) -> dict[UUID, Entry]:
        """Look what waits in the store, when anything may."""
        if not self._has_written and not self._sweeps:
            return {}
        # Lowered before the look: a write that comes meanwhile raises it again.
        own, self._has_written = self._has_written, False
        try:
            waiting = await self.chain.waiting(limit=BATCH)
        except MongoError:
            self._has_written |= own
            raise
        self._sweeps = bool(waiting)
        return waiting
