"""A turn of the loop, for tests that say what has happened by then."""

import asyncio


async def a_turn() -> None:
    """Let the loop go round once: a sleep of no time is how it is asked to."""
    await asyncio.sleep(0)
