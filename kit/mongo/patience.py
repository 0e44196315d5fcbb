"""How long a request waits for MongoDB: not at all once nobody answers any more."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import TypeVar

import pymongo
from motor.frameworks.asyncio import max_workers
from pymongo.errors import PyMongoError, WaitQueueTimeoutError

from .failures import is_silence

# What any operation may take, before and after a request's patience is spent.
ORDINARY_SECONDS, SECONDS_MIN = 0.05, 0.1
AGAIN_SECONDS = 0.05
# The older a request, the shorter the silence that ends it: from an age, how much.
BORNE = ((1.6, 0.25), (1.8, 0.1))

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
        self._asking = 0

    def silence(self, since: float) -> float:
        """Return for how long somebody has been asking, since then, in vain."""
        return self._silence(since) if self._asking else 0.0

    async def ask(self, start: Callable[[], Awaitable[T]], patience: "Patience") -> T:
        """Ask the server once there is a place.

        Raises:
            WaitQueueTimeoutError: nobody has answered for too long.
        """
        await self._enter(self._places, patience)
        came_at = time.monotonic()
        self._asking += 1
        try:
            with pymongo.timeout(patience.left):
                answer = await start()
        except PyMongoError as error:
            patience.spend(self._silence(came_at))
            if not is_silence(error):
                self._answered_at = time.monotonic()
            raise
        else:
            patience.spend(self._silence(came_at))
            self._answered_at = time.monotonic()
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

    @property
    def left(self) -> float:
        return max(self._left, SECONDS_MIN)

    def spend(self, seconds: float) -> None:
        self._left -= max(0.0, seconds - ORDINARY_SECONDS)


_patience: ContextVar[Patience | None] = ContextVar("patience", default=None)


@contextmanager
def patient(gate: Gate, seconds: float) -> Iterator[None]:
    """Let the operations of the block wait no longer in vain, all together."""
    token = _patience.set(Patience(gate, seconds))
    try:
        yield
    finally:
        _patience.reset(token)


@asynccontextmanager
async def ended_by_silence(gate: Gate, seconds: float) -> AsyncIterator[None]:
    """End the block once nobody has answered for so long, whatever it waits for.

    An operation given up goes on in its thread until its own time is over.

    Raises:
        WaitQueueTimeoutError: it was ended.
    """
    limit = asyncio.timeout(None)
    watching = _Watching(gate, limit, seconds)
    try:
        async with limit:
            yield
    except TimeoutError as error:
        if limit.expired():
            raise WaitQueueTimeoutError("no answer from the server") from error
        raise
    finally:
        watching.end()


class _Watching:
    """Looks when the silence could have lasted too long, and not before."""

    def __init__(self, gate: Gate, limit: asyncio.Timeout, seconds: float) -> None:
        self._gate = gate
        self._limit = limit
        self._seconds = seconds
        self._came_at = time.monotonic()
        self._loop = asyncio.get_running_loop()
        self._is_suspected = False
        self._next = self._loop.call_later(seconds, self._look)

    def _look(self) -> None:
        silence = self._gate.silence(self._came_at)
        # Answers to others in between do not make this one wait for ever.
        age = time.monotonic() - self._came_at
        left = min(
            self._seconds - silence,
            *(max(since - age, borne - silence) for since, borne in BORNE),
        )
        if left > 0:
            self._is_suspected = False
            self._next = self._loop.call_later(left, self._look)
        elif self._is_suspected:
            self._limit.reschedule(self._loop.time())
        else:
            # A loop that was busy itself may not have heard the answer yet.
            self._is_suspected = True
            self._next = self._loop.call_later(AGAIN_SECONDS, self._look)

    def end(self) -> None:
        self._next.cancel()


def is_patient() -> bool:
    return _patience.get() is not None


async def in_time(start: Callable[[], Awaitable[T]]) -> T:
    """Ask with the patience of the request under way, or with all that it takes."""
    patience = _patience.get()
    if patience is None:
        return await start()
    return await patience.gate.ask(start, patience)
