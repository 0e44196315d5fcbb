"""How long a request waits for MongoDB: not at all once nobody answers any more."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import (
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from contextvars import ContextVar
from typing import TypeVar

import pymongo
from motor.frameworks.asyncio import max_workers
from pymongo.errors import PyMongoError, WaitQueueTimeoutError

from .failures import is_silence

# What any operation may take, before and after a request's patience is spent.
ORDINARY_SECONDS, SECONDS_MIN = 0.05, 0.1

T = TypeVar("T")


class Gate:
    """Lets in as many operations as Motor has threads; the others wait before it.

    What counts against a request is the silence of the server, not its own wait: a
    busy process is slow, and only an absent server is refused.
    """

    def __init__(self, *, places: int = max_workers) -> None:
        self._places = asyncio.Semaphore(places)
        self._turn = asyncio.Semaphore(1)
        self._answered_at = 0.0
        self._majority_at = 0.0
        self._asking = 0

    def silence(self, since: float) -> float:
        """Return for how long somebody has been asking, since then, in vain."""
        return self._silence(since) if self._asking else 0.0

    def majority_silence(self, since: float) -> float:
        """Return for how long nothing has been kept by a majority, since then."""
        return time.monotonic() - max(since, self._majority_at)

    async def ask(
        self,
        start: Callable[[], Awaitable[T]],
        patience: "Patience",
        *,
        waits_for_majority: bool = False,
    ) -> T:
        """Ask the server once there is a place.

        `waits_for_majority` says that the answer comes once a majority keeps it.

        Raises:
            WaitQueueTimeoutError: nobody has answered for too long.
        """
        await self._enter(self._places, patience)
        came_at = time.monotonic()
        self._asking += 1
        try:
            with (
                pymongo.timeout(patience.left),
                patience.waiting_for_majority()
                if waits_for_majority
                else nullcontext(),
            ):
                answer = await start()
        except PyMongoError as error:
            patience.spend(self._silence(came_at))
            if not is_silence(error):
                self._answered_at = time.monotonic()
            raise
        else:
            patience.spend(self._silence(came_at))
            self._answered_at = time.monotonic()
            if waits_for_majority:
                self._majority_at = self._answered_at
            return answer
        finally:
            self._asking -= 1
            self._places.release()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Go one after the other, with the patience of the request under way.

        Raises:
            WaitQueueTimeoutError: nobody has answered for too long.
        """
        await self._enter(self._turn, _patience.get())
        try:
            yield
        finally:
            self._turn.release()

    async def _enter(
        self, places: asyncio.Semaphore, patience: "Patience | None"
    ) -> None:
        if patience is None or not places.locked():
            await places.acquire()
            return
        came_at = time.monotonic()
        while True:
            left = patience.left - self._silence(came_at)
            if left <= 0:
                raise WaitQueueTimeoutError("no answer from the server")
            try:
                async with asyncio.timeout(left):
                    await places.acquire()
            except TimeoutError:
                continue
            patience.spend(self._silence(came_at))
            return

    def _silence(self, since: float) -> float:
        return time.monotonic() - max(since, self._answered_at)


class Patience:
    """The silence that one request still bears, over all that it asks."""

    def __init__(self, gate: Gate, seconds: float) -> None:
        self.gate = gate
        self._left = seconds
        self._majority_awaited = 0
        self._majority_awaited_since = 0.0

    @property
    def left(self) -> float:
        return max(self._left, SECONDS_MIN)

    def spend(self, seconds: float) -> None:
        self._left -= max(0.0, seconds - ORDINARY_SECONDS)

    @contextmanager
    def waiting_for_majority(self) -> Iterator[None]:
        """Wait, in the block, for a majority to keep what was written."""
        if not self._majority_awaited:
            self._majority_awaited_since = time.monotonic()
        self._majority_awaited += 1
        try:
            yield
        finally:
            self._majority_awaited -= 1

    @property
    def majority_silence(self) -> float:
        """Return for how long it waits, and nothing of anybody's has been kept."""
        if not self._majority_awaited:
            return 0.0
        return self.gate.majority_silence(self._majority_awaited_since)


_patience: ContextVar[Patience | None] = ContextVar("patience", default=None)


@contextmanager
def patient(gate: Gate, seconds: float) -> Iterator[None]:
    """Let the operations of the block wait no longer in vain, all together."""
    token = _patience.set(Patience(gate, seconds))
    try:
        yield
    finally:
        _patience.reset(token)


def is_patient() -> bool:
    return _patience.get() is not None


def patience_now() -> Patience | None:
    """Return what the request under way still bears, or None outside of one."""
    return _patience.get()


def waiting_for_majority() -> AbstractContextManager[None]:
    """Say that the request under way, if any, waits for a majority."""
    patience = _patience.get()
    return nullcontext() if patience is None else patience.waiting_for_majority()


async def in_time(
    start: Callable[[], Awaitable[T]], *, waits_for_majority: bool = False
) -> T:
    """Ask with the patience of the request under way, or with all that it takes.

    `waits_for_majority` says that the answer comes once a majority keeps it.
    """
    patience = _patience.get()
    if patience is None:
        return await start()
    return await patience.gate.ask(
        start, patience, waits_for_majority=waits_for_majority
    )
