"""The proxy does to a connection what its name says, and nothing else."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from .proxy import HOST, FaultProxy, Way

QUICK, LATE = 0.3, 2.0


@asynccontextmanager
async def echoing() -> AsyncIterator[tuple[FaultProxy, list[bytes]]]:
    """Stand before a server that says everything back; also give what it heard."""
    heard: list[bytes] = []

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while line := await reader.readline():
            heard.append(line)
            writer.write(line)
        writer.close()

    server = await asyncio.start_server(answer, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    async with server, FaultProxy(HOST, port) as proxy:
        yield proxy, heard


@asynccontextmanager
async def connected(proxy: FaultProxy) -> AsyncIterator["Connection"]:
    reader, writer = await asyncio.open_connection(HOST, proxy.port)
    try:
        yield Connection(reader, writer)
    finally:
        writer.transport.abort()


class Connection:
    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._reader = reader
        self._writer = writer

    async def ask(self, line: bytes, *, seconds: float = LATE) -> bytes:
        self._writer.write(line)
        async with asyncio.timeout(seconds):
            return await self._reader.readline()

    async def is_broken(self) -> bool:
        try:
            return not await self.ask(b"?\n")
        except ConnectionError:
            return True


async def test_without_a_fault_everything_passes() -> None:
    async with echoing() as (proxy, _), connected(proxy) as connection:
        answers = [await connection.ask(b"one\n"), await connection.ask(b"two\n")]

    assert answers == [b"one\n", b"two\n"]


async def test_a_cut_breaks_what_is_open_and_refuses_what_comes() -> None:
    async with echoing() as (proxy, _), connected(proxy) as connection:
        await connection.ask(b"one\n")

        await proxy.cut()

        assert await connection.is_broken()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(HOST, proxy.port)


async def test_what_was_cut_is_found_again_at_the_same_address() -> None:
    async with echoing() as (proxy, _):
        port = proxy.port
        async with proxy.away():
            pass

        async with connected(proxy) as connection:
            answer = await connection.ask(b"again\n")

    assert (proxy.port, answer) == (port, b"again\n")


async def test_a_delay_delays_each_way() -> None:
    async with echoing() as (proxy, _), connected(proxy) as connection:
        await connection.ask(b"quick\n")
        proxy.delay(QUICK)
        started_at = time.monotonic()

        await connection.ask(b"slow\n")

        assert time.monotonic() - started_at >= 2 * QUICK


async def test_a_black_hole_takes_everything_and_answers_nothing() -> None:
    async with echoing() as (proxy, heard):
        async with proxy.losing(), connected(proxy) as connection:
            with pytest.raises(TimeoutError):
                await connection.ask(b"lost\n", seconds=QUICK)
        async with connected(proxy) as connection:
            answer = await connection.ask(b"after\n")

    assert (heard, answer) == ([b"after\n"], b"after\n")


async def test_one_way_lost_is_done_and_never_answered() -> None:
    async with echoing() as (proxy, heard), connected(proxy) as connection:
        proxy.lose(Way.BACK)
        with pytest.raises(TimeoutError):
            await connection.ask(b"done\n", seconds=QUICK)

    assert heard == [b"done\n"]
