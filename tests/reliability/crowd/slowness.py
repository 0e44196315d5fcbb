"""Connections that dribble: each kind, and when each of them was cut."""

import asyncio
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

EVERY_SECONDS = 1.0
HOST = b"Host: 127.0.0.1\r\n"
POST = b"POST /api/v1/partners HTTP/1.1\r\nContent-Type: application/json\r\n" + HOST
READ = b"GET /static/kit/look.css HTTP/1.1\r\n" + HOST + b"\r\n"
# An empty line before a request says nothing: by it one learns that one was cut.
NOISE = b"\r\n"
# What begins, and what follows each second.
KINDS = {
    "head": (b"GET / HTTP/1.1\r\n" + HOST, b"X-Slow: 1\r\n"),
    "body": (POST + b"Content-Length: 100000\r\n\r\n", b"x"),
    "chunks": (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "silent": (b"", b""),
    # Asks for as much as one may at once, and reads none of it.
    "unread": (READ * 8, NOISE),
    # Asks for more and more.
    "greedy": (READ * 400, NOISE),
}
# So that what is not read stays with the server.
HEARING_BYTES = 4_096


@dataclass(eq=False)
class Slow(asyncio.Protocol):
    kind: str
    opened_at: float = field(default_factory=time.monotonic)
    cut_at: float | None = None
    transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        if self.kind in ("unread", "greedy"):
            self.transport.pause_reading()
        self.transport.write(KINDS[self.kind][0])

    def eof_received(self) -> None:
        self.transport.close()

    def connection_lost(self, _: Exception | None) -> None:
        self.cut_at = time.monotonic()

    def dribble(self) -> None:
        if self.cut_at is None:
            self.transport.write(KINDS[self.kind][1])

    @property
    def seconds(self) -> float:
        return (self.cut_at or time.monotonic()) - self.opened_at


async def slow_ones(port: int, *, count: int, seconds: float) -> Sequence[Slow]:
    """Dribble on so many, and return once all are cut or time is up."""
    kinds = list(KINDS)
    slow: list[Slow] = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        slow.append(await _opened(kind, port))
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and any(one.cut_at is None for one in slow):
        await asyncio.sleep(EVERY_SECONDS)
        for one in slow:
            one.dribble()
    for one in slow:
        if one.cut_at is None:
            one.transport.abort()
    return slow


async def _opened(kind: str, port: int) -> Slow:
    plug = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, HEARING_BYTES)
    plug.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(plug, ("127.0.0.1", port))
    _, one = await loop.create_connection(partial(Slow, kind), sock=plug)
    return one
