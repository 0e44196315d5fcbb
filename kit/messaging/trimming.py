"""Trims on their way: what has left is taken out beside the next look."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any


class Trims:
    """One trim at a time for each outbox.

    Until it is done, a look finds its events once more: `gone` names those. One that
    fails leaves them where they are, to be published again, which readers take as old.
    """

    def __init__(self) -> None:
        self._out: dict[str, asyncio.Task[None]] = {}
        self._gone: dict[str, frozenset[Any]] = {}

    def gone(self, outbox: str) -> frozenset[Any]:
        return self._gone.get(outbox, frozenset())

    async def start(
        self, outbox: str, event_ids: Iterable[Any], trim: Callable[[], Awaitable[None]]
    ) -> None:
        """Begin a trim, once the one before has ended.

        Raises:
            MongoError: the one before failed; this one has begun all the same.
        """
        before = self._out.pop(outbox, None)
        if before is not None:
            await asyncio.wait({before})
        self._gone[outbox] = frozenset(event_ids)

        async def run() -> None:
            try:
                await trim()
            finally:
                self._gone[outbox] = frozenset()

        self._out[outbox] = asyncio.create_task(run())
        if before is not None:
            await before

    async def finish(self) -> None:
        """Wait for all of them.

        Raises:
            MongoError: one failed.
        """
        out, self._out = self._out, {}
        for task in out.values():
            await task

    def cancel(self) -> None:
        for task in self._out.values():
            task.cancel()
