"""What is known of a provider for a while: its endpoints and its keys."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

FRESH_SECONDS: Final = 3_600.0
# Between two readings of the keys that an unknown key asks for.
PAUSE_SECONDS: Final = 60.0


class Known(Generic[T]):
    """Read once for all who ask, again when it is old; a failure is not kept."""

    def __init__(
        self,
        read: Callable[[], Awaitable[T]],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._value: T | None = None
        self._read_at = 0.0

    async def now(self) -> T:
        return await self._younger_than(FRESH_SECONDS)

    async def renewed(self) -> T:
        """Read it again, unless that was just done."""
        return await self._younger_than(PAUSE_SECONDS)

    async def _younger_than(self, seconds: float) -> T:
        async with self._lock:
            age = self._monotonic() - self._read_at
            if self._value is None or age > seconds:
                self._value = await self._read()
                self._read_at = self._monotonic()
            return self._value
