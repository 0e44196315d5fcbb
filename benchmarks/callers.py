"""A client that costs little: keep-alive connections, requests written by hand."""

import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypedDict

Ask = Callable[[int], bytes]


class Refused(Exception):
    """The service did not answer as a benchmark must be answered."""


class Line(asyncio.Protocol):
    """One connection, one question at a time."""

    def __init__(self) -> None:
        self._got = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, separator, body = self._got.partition(b"\r\n\r\n")
        if not separator or self._answer is None:
            return
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if len(body) >= int(length):
            self._got = b""
            if not self._answer.done():
                self._answer.set_result((int(head[9:12]), body))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self._transport.close()


@asynccontextmanager
async def lines(port: int, count: int) -> AsyncIterator[list[Line]]:
    """Open so many connections to a service on this machine."""
    loop = asyncio.get_running_loop()
    opened = [
        (await loop.create_connection(Line, "127.0.0.1", port))[1] for _ in range(count)
    ]
    try:
        yield opened
    finally:
        for line in opened:
            line.close()


def request(
    method: str, path: str, *, token: str, body: object = None, key: str | None = None
) -> bytes:
    """Write a request of somebody signed in; `key` makes it one that happens once."""
    sent = b"" if body is None else json.dumps(body).encode()
    head = [
        f"{method} {path} HTTP/1.1",
        "host: maillage.test",
        f"authorization: Bearer {token}",
        f"content-length: {len(sent)}",
    ]
    if body is not None:
        head.append("content-type: application/json")
    if key is not None:
        head.append(f"idempotency-key: {key}")
    return "\r\n".join([*head, "", ""]).encode() + sent


async def as_fast_as_answered(
    port: int, requests: Sequence[bytes], *, callers: int, wanted: int
) -> dict[str, float]:
    """Have `callers` ask one after the other; return when, and how long answers took.

    Raises:
        Refused: an answer has another status than `wanted`.
    """
    waiting: Iterator[bytes] = iter(requests)
    took: list[float] = []

    async def call(line: Line) -> None:
        for asked in waiting:
            begun_at = time.monotonic()
            status, body = await line.ask(asked)
            took.append(time.monotonic() - begun_at)
            if status != wanted:
                raise Refused(f"{status}: {body[:300]!r}")

    async with lines(port, callers) as opened:
        started_at = time.monotonic()
        await asyncio.gather(*(call(line) for line in opened))
        ended_at = time.monotonic()
    cuts = percentiles(took)
    return {
        "started_at": started_at,
        "ended_at": ended_at,
        "p50_ms": cuts["p50_ms"],
        "p99_ms": cuts["p99_ms"],
    }


async def at_a_rate(
    rate: int, count: int, do: Callable[[int], Any], *, most: int = 256
) -> None:
    """Start `do(number)` at fixed moments, whether or not the earlier ones are done."""
    started_at = time.monotonic()
    room = asyncio.Semaphore(most)
    async with asyncio.TaskGroup() as group:

        async def one(number: int) -> None:
            async with room:
                await do(number)

        for number in range(count):
            pause = started_at + number / rate - time.monotonic()
            if pause > 0:
                await asyncio.sleep(pause)
            group.create_task(one(number))


class Percentiles(TypedDict):
    p50_ms: float
    p99_ms: float


def percentiles(seconds: Sequence[float]) -> Percentiles:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"p50_ms": cuts[49] * 1_000, "p99_ms": cuts[98] * 1_000}
