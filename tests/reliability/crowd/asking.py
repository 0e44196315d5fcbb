"""Requests written by hand over kept connections: `python -m ... asking PLAN`.

A process of its own, so that what is measured is not slowed by who measures. With
`rate`, requests are due at their time whatever became of the others; without, each of
`callers` asks again as soon as it is answered.
"""

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import uvloop

CUT = 0
PATHS = (
    "/api/v1/partners?limit=5",
    "/connexion",
    "/api/v1/structures?limit=5",
    "/points-accueil",
    "/api/v1/charter",
)
COMMAND_EACH = 10


@dataclass(frozen=True, kw_only=True)
class Plan:
    port: int
    token: str
    seconds: float
    results: str
    rate: float = 0.0
    callers: int = 0
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`ms` from when it left, `late_ms` after it was due: that is who measures.

    `is_clear` tells whether a refusal is as a refusal must be.
    """

    due: float
    late_ms: float
    ms: float
    status: int
    is_clear: bool = True


@dataclass(eq=False)
class Line(asyncio.Protocol):
    """One connection, one question at a time; cut, it answers `CUT` and is dropped."""

    got: bytes = b""
    answer: asyncio.Future[bytes] | None = None
    transport: Any = None
    is_open: bool = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def connection_lost(self, _: Exception | None) -> None:
        self.is_open = False
        self._tell(b"")

    def data_received(self, data: bytes) -> None:
        self.got += data
        head, separator, body = self.got.partition(b"\r\n\r\n")
        if not separator:
            return
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if len(body) >= int(length or b"0"):
            got, self.got = self.got, b""
            self._tell(got)

    def _tell(self, told: bytes) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_result(told)

    async def ask(self, request: bytes) -> bytes:
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self.answer


@dataclass
class Crowd:
    plan: Plan
    free: deque[Line] = field(default_factory=deque)
    answers: list[Answer] = field(default_factory=list)
    opened: int = 0

    async def run(self) -> None:
        requests = _requests(self.plan)
        if self.plan.rate:
            await self._at_a_rate(requests)
            return
        ends = time.time() + self.plan.seconds

        async def call() -> None:
            while time.time() < ends:
                await self._one(next(requests), time.time())

        await asyncio.gather(*(call() for _ in range(self.plan.callers)))

    async def _at_a_rate(self, requests: Iterator[bytes]) -> None:
        first, tasks = time.time() + 0.1, set()
        for number in range(int(self.plan.rate * self.plan.seconds)):
            due = first + number / self.plan.rate
            pause = due - time.time()
            if pause > 0:
                await asyncio.sleep(pause)
            task = asyncio.create_task(self._one(next(requests), due))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)

    async def _one(self, request: bytes, due: float) -> None:
        sent = time.time()
        line, is_kept = await self._line()
        told = b"" if line is None else await line.ask(request)
        if not told and is_kept:
            # Closed as it was idle: every client then asks on a new one.
            line = await self._new_line()
            told = b"" if line is None else await line.ask(request)
        ms = (time.time() - sent) * 1000
        if line is not None and line.is_open:
            self.free.append(line)
        self.answers.append(_answer(told, due, (sent - due) * 1000, ms))

    async def _line(self) -> tuple[Line | None, bool]:
        while self.free:
            line = self.free.pop()
            if line.is_open:
                return line, True
        return await self._new_line(), False

    async def _new_line(self) -> Line | None:
        try:
            _, line = await asyncio.get_running_loop().create_connection(
                Line, "127.0.0.1", self.plan.port
            )
        except OSError:
            return None
        self.opened += 1
        return line


def _answer(told: bytes, due: float, late_ms: float, ms: float) -> Answer:
    if not told:
        return Answer(due=due, late_ms=late_ms, ms=ms, status=CUT, is_clear=False)
    head = told.partition(b"\r\n\r\n")[0].lower()
    status = int(head[9:12])
    if status < 400:
        return Answer(due=due, late_ms=late_ms, ms=ms, status=status)
    is_told = b"application/problem+json" in head or b"text/html" in head
    is_clear = status in (429, 503) and is_told and b"retry-after:" in head
    return Answer(due=due, late_ms=late_ms, ms=ms, status=status, is_clear=is_clear)


def _requests(plan: Plan) -> Iterator[bytes]:
    """Nine reads, of the API and of pages, then one command with its key."""
    for number in count():
        if number % COMMAND_EACH == COMMAND_EACH - 1:
            name = f"{plan.name} {number}"
            body = json.dumps({"name": name, "fee_cents": 100_000}).encode()
            told = f"content-type: application/json\r\nidempotency-key: {name}\r\n"
            yield _request(plan, "POST", "/api/v1/partners", told, body)
        else:
            path = PATHS[number % len(PATHS)]
            told = "" if path.startswith("/api/") else "accept: text/html\r\n"
            yield _request(plan, "GET", path, told)


def _request(plan: Plan, method: str, path: str, told: str, body: bytes = b"") -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{plan.port}\r\n"
        f"authorization: Bearer {plan.token}\r\n{told}content-length: {len(body)}\r\n"
    )
    return head.encode() + b"\r\n" + body


async def main(plan: Plan) -> None:
    crowd = Crowd(plan)
    await crowd.run()
    told = {"opened": crowd.opened, "answers": [asdict(one) for one in crowd.answers]}
    Path(plan.results).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    uvloop.run(main(Plan(**json.loads(sys.argv[1]))))
