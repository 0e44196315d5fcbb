"""Steps that overlap by one: the next is begun while the one before is under way."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Self


class Ahead:
    """Never more than two at once; whoever begins a third waits for the first.

    The first failure ends the block, once nothing of it is under way any more.
    """

    def __init__(self) -> None:
        self._last: asyncio.Task[None] | None = None

    async def start(self, step: Coroutine[Any, Any, None]) -> None:
        before, self._last = self._last, asyncio.create_task(step)
        if before is not None:
            await before

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._last is None:
            return
        if kind is None:
            await self._last
            return
        if issubclass(kind, asyncio.CancelledError):
            self._last.cancel()
        await asyncio.wait({self._last})
        if not self._last.cancelled():
            # Told to nobody: the first failure is on its way.
            self._last.exception()
