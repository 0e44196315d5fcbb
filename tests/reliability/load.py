"""Commands at a fixed rate, from a process of its own: `python -m ... load PLAN`.

The schedule is open: a command is due at its time whatever became of the others, and
its latency counts from then. What ended without a clear answer is asked again later,
under the same key, until the answer is clear.
"""

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import aiohttp
import uvloop

PATH = "/api/v1/partners"
CHANGES_EACH = 4
NEW_EACH = 5
REPEATERS = 8
REPEATS_MAX = 100
REPEAT_SECONDS = 180.0
ANSWER_SECONDS = 30.0
CREATED, OK = 201, 200
DONE = (OK, CREATED)


@dataclass(frozen=True, kw_only=True)
class Plan:
    url: str
    token: str
    rate: int
    seconds: float
    results: str
    first: int = 0
    reads: Sequence[str] = ()
    reads_each: int = 1


@dataclass
class Partner:
    """As the last clear answer left it."""

    id: str
    version: int
    changes: int = 0


@dataclass(kw_only=True)
class Command:
    """A creation, or the change of a partner that nobody else changes meanwhile."""

    number: int
    due: float
    partner: Partner | None = None
    attempt: int = 0

    @property
    def name(self) -> str:
        return f"Organisation {self.number}"

    @property
    def is_creation(self) -> bool:
        return self.partner is None


@dataclass(kw_only=True)
class Answer:
    """One line of the results: what one attempt was told, and when."""

    command: int
    is_creation: bool
    attempt: int
    due: float
    sent: float
    done: float
    status: int
    type: str = ""
    id: str = ""
    version: int = 0
    name: str = ""
    read: str = ""


@dataclass
class Load:
    plan: Plan
    http: aiohttp.ClientSession
    out: IO[str]
    ready: deque[Partner] = field(default_factory=deque)
    doubtful: asyncio.Queue[Command] = field(default_factory=asyncio.Queue)
    answers_again: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        repeaters = [asyncio.create_task(self._repeat()) for _ in range(REPEATERS)]
        first = time.time() + 0.2
        tasks: set[asyncio.Task[None]] = set()
        for number in range(int(self.plan.rate * self.plan.seconds)):
            due = first + number / self.plan.rate
            await asyncio.sleep(max(0.0, due - time.time()))
            command = self._next(self.plan.first + number, due)
            tasks.add(asyncio.create_task(self._first(command)))
            if self.plan.reads:
                tasks |= {
                    asyncio.create_task(self._read(command, place))
                    for place in range(self.plan.reads_each)
                }
        await asyncio.gather(*tasks)
        self.answers_again.set()
        async with asyncio.timeout(REPEAT_SECONDS):
            await self.doubtful.join()
        for repeater in repeaters:
            repeater.cancel()

    def _next(self, number: int, due: float) -> Command:
        if number % NEW_EACH == 0 or not self.ready:
            return Command(number=number, due=due)
        return Command(number=number, due=due, partner=self.ready.popleft())

    async def _first(self, command: Command) -> None:
        answer = await self._ask(command)
        if answer.status in DONE:
            self.answers_again.set()
            return
        self.answers_again.clear()
        self.doubtful.put_nowait(command)

    async def _read(self, beside: Command, place: int) -> None:
        """Ask for something else at the same time: a list, or a page."""
        number = beside.number * self.plan.reads_each + place
        path = self.plan.reads[number % len(self.plan.reads)]
        headers = {} if path.startswith("/api/") else {"Accept": "text/html"}
        answer = await self._send(beside, "GET", path, headers=headers)
        self.out.write(json.dumps(asdict(answer) | {"read": path}) + "\n")

    async def _repeat(self) -> None:
        """Ask again what is in doubt, once others are answered."""
        while True:
            command = await self.doubtful.get()
            await self.answers_again.wait()
            command.attempt += 1
            answer = await self._again(command)
            if answer.status not in DONE and command.attempt < REPEATS_MAX:
                await asyncio.sleep(0.5)
                self.doubtful.put_nowait(command)
            self.doubtful.task_done()

    async def _again(self, command: Command) -> Answer:
        """A change has no key: look first whether it was made."""
        if command.partner is None:
            return await self._ask(command)
        found = await self._send(command, "GET", f"{PATH}/{command.partner.id}")
        if found.status != OK or found.name == command.name:
            self._note(command, found)
            return found
        return await self._ask(command)

    async def _ask(self, command: Command) -> Answer:
        body: dict[str, Any] = {"name": command.name}
        if command.partner is None:
            answer = await self._send(
                command,
                "POST",
                PATH,
                json=body | {"fee_cents": 100_000},
                headers={"Idempotency-Key": f"command-{command.number}"},
            )
        else:
            match = {"If-Match": f'"{command.partner.version}"'}
            path = f"{PATH}/{command.partner.id}"
            answer = await self._send(command, "PATCH", path, json=body, headers=match)
        self._note(command, answer)
        return answer

    def _note(self, command: Command, answer: Answer) -> None:
        self.out.write(json.dumps(asdict(answer)) + "\n")
        if answer.status not in DONE:
            return
        partner = command.partner or Partner(answer.id, answer.version)
        partner.version = answer.version
        partner.changes += not command.is_creation
        if partner.changes < CHANGES_EACH:
            self.ready.append(partner)

    async def _send(
        self, command: Command, method: str, path: str, **options: Any
    ) -> Answer:
        sent = time.time()
        status, body = 0, {}
        try:
            async with self.http.request(method, path, **options) as response:
                status, body = response.status, await _told(response)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            body = {"type": f"{status}: {type(error).__name__}"}
            status = 0
        return Answer(
            command=command.number,
            is_creation=command.is_creation,
            attempt=command.attempt,
            due=command.due,
            sent=sent,
            done=time.time(),
            status=status,
            type=body.get("type", ""),
            id=body.get("id", ""),
            version=body.get("version", 0),
            name=body.get("name", ""),
        )


async def _told(response: aiohttp.ClientResponse) -> dict[str, Any]:
    whole = await response.read()
    if "json" not in response.content_type:
        return {"type": response.content_type}
    told: dict[str, Any] = json.loads(whole)
    return told


async def main(plan: Plan, out: IO[str]) -> None:
    async with aiohttp.ClientSession(
        plan.url,
        connector=aiohttp.TCPConnector(limit=0),
        headers={"Authorization": f"Bearer {plan.token}"},
        timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS),
    ) as http:
        await Load(plan, http, out).run()


if __name__ == "__main__":
    asked = Plan(**json.loads(sys.argv[1]))
    with Path(asked.results).open("w", encoding="utf-8") as told:
        uvloop.run(main(asked, told))
