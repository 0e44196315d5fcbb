"""A TCP proxy that a test makes worse: cut, slow, deaf on one side or on both."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Flag, auto
from typing import Self

HOST = "127.0.0.1"
PIECE = 65_536


class Way(Flag):
    """Of the two ways of a connection."""

    THERE = auto()
    BACK = auto()
    BOTH = THERE | BACK


class FaultProxy:
    """Stands before a server; without a fault it passes everything on.

    - `cut`: every connection breaks, and new ones are refused
    - `delay`: each piece waits that long, in order
    - `lost`: what goes these ways disappears, the connections stay; both ways is a
      black hole, into which one can also connect
    """

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self._server: asyncio.Server | None = None
        self._pairs: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._delay_seconds = 0.0
        self._lost = Way(0)
        self.port = 0
        self.passed_bytes = 0
        self.lost_bytes = 0

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    async def __aenter__(self) -> Self:
        await self.restore()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def cut(self) -> None:
        """Break everything; refuse what comes."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._pairs):
            # Not closed but reset: what was on its way is gone.
            writer.transport.abort()
        await asyncio.sleep(0)

    async def restore(self) -> None:
        """Pass everything on again, at the same address."""
        self._delay_seconds, self._lost = 0.0, Way(0)
        if self._server is None:
            self._server = await asyncio.start_server(self._accept, HOST, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    def delay(self, seconds: float) -> None:
        self._delay_seconds = seconds

    def lose(self, ways: Way = Way.BOTH) -> None:
        self._lost = ways

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Be cut while the block runs."""
        await self.cut()
        try:
            yield
        finally:
            await self.restore()

    @asynccontextmanager
    async def losing(self, ways: Way = Way.BOTH) -> AsyncIterator[None]:
        """Lose what goes these ways while the block runs, then break what is left.

        A stream with a hole in it can only be closed.
        """
        self.lose(ways)
        try:
            yield
        finally:
            await self.cut()
            await self.restore()

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._pairs.add(writer)
        try:
            await self._join(reader, writer)
        finally:
            self._pairs.discard(writer)
            writer.transport.abort()

    async def _join(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            their_reader, their_writer = await asyncio.open_connection(*self._to)
        except OSError:
            return
        self._pairs.add(their_writer)
        ways = {
            asyncio.create_task(self._pass(reader, their_writer, Way.THERE)),
            asyncio.create_task(self._pass(their_reader, writer, Way.BACK)),
        }
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._pairs.discard(their_writer)
            their_writer.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way
    ) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(PIECE):
                if self._delay_seconds:
                    await asyncio.sleep(self._delay_seconds)
                if way in self._lost:
                    self.lost_bytes += len(piece)
                    continue
                self.passed_bytes += len(piece)
                writer.write(piece)
                await writer.drain()
