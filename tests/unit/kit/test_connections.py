"""Connections over real sockets: who is slow is cut, who is not is served."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kit.http.admission import PEER
from kit.running import serve
from kit.settings import HttpSettings
from maillage.running import free_port

PATIENCE, CUT_WITHIN = 0.5, 4.0
LARGE = 64 * 2**20

Peer = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Dial = Callable[[], Awaitable[Peer]]


def built() -> FastAPI:
    app = FastAPI()

    @app.post("/count")
    async def count(request: Request) -> Response:
        return Response(str(len(await request.body())))

    @app.get("/large")
    async def large() -> Response:
        return Response(bytes(LARGE))

    @app.get("/slow")
    async def slow() -> Response:
        await asyncio.sleep(3 * PATIENCE)
        return Response("done")

    return app


@asynccontextmanager
async def served(
    connections_max: int = 100, app: FastAPI | None = None
) -> AsyncIterator[Dial]:
    port = free_port(18_700)
    http = HttpSettings(
        port=port, patience_seconds=PATIENCE, connections_max=connections_max
    )
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(app or built(), http, stop))
    opened: list[asyncio.StreamWriter] = []

    async def dial() -> Peer:
        for _ in range(200):
            try:
                peer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            opened.append(peer[1])
            return peer
        raise AssertionError("nobody serves")

    try:
        yield dial
    finally:
        for writer in opened:
            writer.transport.abort()
        stop.set()
        await serving


@pytest.fixture
async def dial() -> AsyncIterator[Dial]:
    async with served() as dialled:
        yield dialled


async def dribbled(peer: Peer, first: bytes, piece: bytes) -> tuple[bytes, float]:
    """Send a piece again and again; return what came back, and when it was cut."""
    reader, writer = peer
    began = time.monotonic()
    writer.write(first)
    ended = asyncio.ensure_future(_rest(reader))
    while not ended.done() and time.monotonic() - began < CUT_WITHIN:
        writer.write(piece)
        await asyncio.wait({ended}, timeout=0.1)
    assert ended.done(), "never cut"
    return ended.result(), time.monotonic() - began


async def _rest(reader: asyncio.StreamReader) -> bytes:
    got = b""
    try:
        while piece := await reader.read(65_536):
            got += piece
    except ConnectionError:
        # What came before the reset was told all the same.
        pass
    return got


async def asked(peer: Peer, request: bytes) -> bytes:
    reader, writer = peer
    writer.write(request)
    return await reader.read(65_536)


HOST = b"Host: here\r\n"
HEAD = b"GET /slow HTTP/1.1\r\n" + HOST
POST = b"POST /count HTTP/1.1\r\n" + HOST + b"Content-Length: 5000\r\n\r\n"


EMPTY = b"POST /count HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n\r\n"


class TestSlowness:
    async def test_a_head_that_dribbles_is_cut_and_told(self, dial: Dial) -> None:
        told, seconds = await dribbled(await dial(), HEAD, b"X-A: b\r\n")

        assert told.startswith(b"HTTP/1.1 408 ")
        assert PATIENCE < seconds < CUT_WITHIN

    async def test_a_body_that_dribbles_is_cut_and_told(self, dial: Dial) -> None:
        told, seconds = await dribbled(await dial(), POST, b"x")

        assert told.startswith(b"HTTP/1.1 408 ")
        assert PATIENCE < seconds < CUT_WITHIN

    async def test_who_says_nothing_is_cut(self, dial: Dial) -> None:
        _, seconds = await dribbled(await dial(), b"", b"")

        assert seconds < CUT_WITHIN

    async def test_noise_after_an_answer_keeps_nothing_open(self, dial: Dial) -> None:
        peer = await dial()
        assert b"200 OK" in await asked(peer, EMPTY)

        _, seconds = await dribbled(peer, b"\r\n", b"\r\n")

        assert seconds < CUT_WITHIN

    async def test_an_answer_that_nobody_reads_is_cut(self, dial: Dial) -> None:
        reader, writer = await dial()
        writer.write(b"GET /large HTTP/1.1\r\n" + HOST + b"\r\n")
        await asyncio.sleep(3.0)

        got = len(await _rest(reader))

        assert got < LARGE

    async def test_an_unread_answer_is_told_to_who_gives_out_places(self) -> None:
        app, told = FastAPI(), list[bool]()

        @app.get("/parts")
        async def parts(request: Request) -> Response:
            is_unread = request.scope["extensions"][PEER]["is_unread"]

            async def each() -> AsyncIterator[bytes]:
                for _ in range(64):
                    told.append(is_unread())
                    yield bytes(2**20)

            return StreamingResponse(each())

        async with served(app=app) as dial:
            _, writer = await dial()
            writer.write(b"GET /parts HTTP/1.1\r\n" + HOST + b"\r\n")
            await asyncio.sleep(PATIENCE / 2)
            first, last = told[0], told[-1]

        assert (first, last) == (False, True)

    async def test_a_body_that_flows_is_waited_for(self, dial: Dial) -> None:
        reader, writer = await dial()
        writer.write(POST)
        for _ in range(20):
            await asyncio.sleep(0.1)
            writer.write(b"x" * 250)

        assert (await reader.read(1_000)).endswith(b"5000")

    async def test_an_answer_that_takes_long_is_our_own_affair(
        self, dial: Dial
    ) -> None:
        answer = await asked(await dial(), HEAD + b"\r\n")

        assert answer.endswith(b"done")


class TestBounds:
    async def test_a_few_requests_in_a_row_are_all_answered(self, dial: Dial) -> None:
        reader, writer = await dial()
        writer.write(EMPTY * 4)

        answers = b""
        while answers.count(b"200 OK") < 4:
            answers += await reader.read(65_536)

        assert answers.count(b"200 OK") == 4

    async def test_who_asks_and_asks_and_hears_no_answer_is_cut(
        self, dial: Dial
    ) -> None:
        _, seconds = await dribbled(await dial(), HEAD + b"\r\n" + EMPTY * 40, b"")

        # Before the first one is even answered.
        assert seconds < 3 * PATIENCE

    async def test_a_head_without_end_is_refused(self, dial: Dial) -> None:
        told, _ = await dribbled(await dial(), HEAD, b"X-A: " + b"b" * 20_000 + b"\r\n")

        assert told.startswith(b"HTTP/1.1 431 ")

    async def test_one_too_many_takes_the_place_of_who_owes_for_longest(self) -> None:
        async with served(connections_max=10) as dial:
            idle = [await dial() for _ in range(10)]
            await asyncio.sleep(0.1)

            answer = await asked(await dial(), HEAD + b"\r\n")

            assert answer.endswith(b"done")
            assert await _rest(idle[0][0]) == b""
