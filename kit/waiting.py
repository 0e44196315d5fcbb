"""Waiting a while for what may never come.

`asyncio.wait_for` drops a cancellation that comes in the same turn as what it waited
for, up to Python 3.11: what was cancelled then goes on. `asyncio.timeout` does not.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

log = structlog.get_logger()

T = TypeVar("T")


async def comes_within(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event, and tell whether it came in time."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True


async def ended_anyway(work: Coroutine[Any, Any, T]) -> T:
    """Do it to its end, also where who waits is cancelled once meanwhile.

    Raises:
        CancelledError: when it has ended, if it was; its own error is logged.
    """
    doing = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait({doing})
        if not doing.cancelled() and (error := doing.exception()) is not None:
            log.exception("ended_anyway.fault", exc_info=error)
        raise
