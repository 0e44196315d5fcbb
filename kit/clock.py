"""The time, in UTC, from one place that tests can hold still."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


def now() -> datetime:
    """Read the clock, cut to the millisecond that MongoDB keeps."""
    read = datetime.now(UTC)
    return read.replace(microsecond=read.microsecond // 1000 * 1000)


async def sleep(seconds: float) -> None:
    await asyncio.sleep(seconds)
