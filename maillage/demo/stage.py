"""The stage: the site, who has come in, what was learnt, and how it is told."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

from aiohttp import ClientSession

from kit.messaging.bus import KafkaBus
from kit.settings import Settings
from schemas.events import BY_TYPE

from .cast import PEOPLE
from .narration import Narrator
from .visitor import Refused, Visitor

AT_ONCE = 6
WAIT_SECONDS = 60.0
POLL_SECONDS = 0.2
FEED_PAGE = 200

T = TypeVar("T")
R = TypeVar("R")


class NothingHappened(Exception):
    """What should have followed did not, in a minute."""


@dataclass
class Stage:
    settings: Settings
    password: str
    administrator: str
    http: ClientSession
    tell: Narrator
    bus: KafkaBus
    known: dict[str, Any] = field(default_factory=dict)
    _visitors: dict[str, Visitor] = field(default_factory=dict)
    _cursor: str | None = None

    @property
    def anyone(self) -> Visitor:
        return Visitor(self.http)

    async def admin(self) -> Visitor:
        return await self._enter("administrator", self.administrator)

    async def someone(self, key: str) -> Visitor:
        return await self._enter(key, PEOPLE[key].email)

    async def sign_in(self, email: str) -> Visitor:
        body = {"email": email, "password": self.password}
        opened = await self.anyone.ask("POST", "/sessions", json=body)
        return Visitor(self.http, opened.body["token"])

    async def _enter(self, key: str, email: str) -> Visitor:
        if key not in self._visitors:
            self._visitors[key] = await self.sign_in(email)
        return self._visitors[key]

    async def told(self, *wanted: str, count: int = 1) -> None:
        """Tell the events since the last time, once those wanted are among them."""
        seen: Counter[str] = Counter()
        deadline = monotonic() + WAIT_SECONDS
        while True:
            seen.update(await self._news())
            if all(seen[type_] >= count for type_ in map(_whole, wanted)):
                break
            if monotonic() > deadline:
                raise NothingHappened(", ".join(wanted))
            await asyncio.sleep(POLL_SECONDS)
        for type_, number in seen.items():
            self.tell.event(type_, number)

    async def catch_up(self) -> None:
        """Pass over what was told before, from an earlier run or step."""
        await self._news()

    async def _news(self) -> list[str]:
        reader = await self.someone("operator")
        types: list[str] = []
        while True:
            feed = await reader.get("/events", after=self._cursor, limit=FEED_PAGE)
            self._cursor = feed["next"]
            types += [item["type"] for item in feed["items"]]
            if not feed["items"]:
                return types


def _whole(short: str) -> str:
    """Complete `webinars.webinar.published.v1` as the catalogue writes it."""
    return next(type_ for type_ in BY_TYPE if type_.endswith(f".{short}"))


async def gently(
    do: Callable[[T], Awaitable[R]], things: Iterable[T], *, at_once: int = AT_ONCE
) -> list[R]:
    """Do it for each, a few at a time, and give the answers in order."""
    gate = asyncio.Semaphore(at_once)

    async def one(thing: T) -> R:
        async with gate:
            return await do(thing)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(thing)) for thing in things]
    return [task.result() for task in tasks]


async def eventually(check: Callable[[], Awaitable[R | None]]) -> R:
    """Wait for what follows from an event.

    Raises:
        NothingHappened: it did not follow in a minute.
    """
    deadline = monotonic() + WAIT_SECONDS
    while monotonic() < deadline:
        with suppress(Refused):
            found = await check()
            if found is not None:
                return found
        await asyncio.sleep(POLL_SECONDS)
    raise NothingHappened(check.__qualname__)
