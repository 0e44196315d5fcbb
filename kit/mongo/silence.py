"""The watch over a request: it ends once MongoDB has been silent for too long."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from pymongo.errors import WaitQueueTimeoutError

from .patience import Gate, patience_now

# From an age, how much.
Borne = Sequence[tuple[float, float]]

AGAIN_SECONDS: Final = 0.05
# The older a request, the shorter the silence that ends it.
# The last of them leaves a loaded machine a quarter of a second to say so.
BORNE: Borne = ((1.2, 0.4), (1.4, 0.25), (1.6, 0.1))
# A primary that has just come, or lost the others, answers reads and keeps nothing.
BORNE_OF_A_MAJORITY: Borne = ((1.6, 0.3), (1.8, 0.1))


@asynccontextmanager
async def ended_by_silence(gate: Gate, seconds: float) -> AsyncIterator[None]:
    """End the block once nobody has answered for so long, whatever it waits for.

    Within `patient`, also once it has lasted and nothing that is written is kept.
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
        self._patience = patience_now()
        self._came_at = time.monotonic()
        self._loop = asyncio.get_running_loop()
        self._is_suspected = False
        self._next = self._loop.call_later(seconds, self._look)

    def _look(self) -> None:
        silence = self._gate.silence(self._came_at)
        # Answers to others in between do not make this one wait for ever.
        age = time.monotonic() - self._came_at
        left = _left(((0.0, self._seconds), *BORNE), age, silence)
        if self._patience is not None:
            of_a_majority = self._patience.majority_silence
            left = min(left, _left(BORNE_OF_A_MAJORITY, age, of_a_majority))
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


def _left(borne: Borne, age: float, silence: float) -> float:
    """Return how long until that silence is too much for that age; none: at once."""
    return min(max(since - age, much - silence) for since, much in borne)
