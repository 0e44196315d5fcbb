"""No wait without an end: what must stop is let stop for a while, then cut off."""

import asyncio
from collections.abc import Coroutine
from typing import Any

CUT_SECONDS = 1.0


async def ended(doing: Coroutine[Any, Any, Any], *, seconds: float) -> bool:
    """Let it end, cut it off when it takes longer; return whether it ended well."""
    task = asyncio.ensure_future(doing)
    try:
        _, late = await asyncio.wait({task}, timeout=seconds)
        if late:
            task.cancel()
            await asyncio.wait({task}, timeout=CUT_SECONDS)
    finally:
        task.cancel()
    return task.done() and not task.cancelled() and task.exception() is None
