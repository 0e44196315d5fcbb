"""Commands on one side, deaths on the other, each at the pace of the other."""

import asyncio
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

from tests.integration.webinars.conftest import soon
from tests.reliability.supervisor import Supervisor

from .clients import Clients
from .drawing import Draw
from .ground import Ground, Person
from .stimuli import Stimuli

FOLLOWERS = 3
OUTSTANDING = 128
# Commands run ahead of their share of the kills by this many, then trickle.
AHEAD = 100
TRICKLE_SECONDS = 0.1
MOVES_FROM_DAYS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`late` is how far into its life a process may die at a common place.

    An api lives for many commands, so that its deaths last as long as the others'.
    """

    commands: int
    kills: int
    people: int
    webinars: int
    moving: int
    late: Mapping[str, int]
    each_seconds: float
    stalled_seconds: float
    seconds_max: float


@dataclass
class Fire:
    size: Size
    chance: random.Random
    ground: Ground
    stimuli: Stimuli
    clients: Clients
    crew: Supervisor
    draw: Draw
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    hours: int = 0
    from_: datetime = field(default_factory=lambda: soon(days=MOVES_FROM_DAYS))

    async def burn(self) -> bool:
        """Go on until every command is answered and every kill is done.

        False when the time was over before.
        """
        works = [
            self._oddities(),
            self._unblock(),
            *(self._move(webinar) for webinar in self.ground.moving),
        ]
        is_whole = True
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
            try:
                async with asyncio.timeout(self.size.seconds_max):
                    await self._take_seats()
            except TimeoutError:
                is_whole = False
            self.is_over.set()
        return is_whole

    async def _take_seats(self) -> None:
        turns = asyncio.Semaphore(OUTSTANDING)
        async with asyncio.TaskGroup() as group:
            for number, (person, webinar_id) in enumerate(self._seats()):
                if number >= self.size.commands and not self.draw.left:
                    break
                await self._pace(number)
                await turns.acquire()
                taking = group.create_task(self.clients.take_seat(person, webinar_id))
                taking.add_done_callback(lambda _: turns.release())
        await self.draw.all_done.wait()

    def _seats(self) -> Iterator[tuple[Person, UUID]]:
        """Name more seats than there are commands: the kills may take longer.

        Shuffled: a process that dies in its transaction holds the counter of one
        webinar until the server ends it, and the others go on.
        """
        for webinar in self.ground.moving:
            for person in self.ground.people[:FOLLOWERS]:
                yield person, UUID(webinar["id"])
        seats = list(product(self.ground.people, self.ground.webinar_ids))
        self.chance.shuffle(seats)
        yield from seats

    async def _pace(self, number: int) -> None:
        share = (self.size.kills - self.draw.left) / self.size.kills
        ahead = number - share * self.size.commands
        if self.draw.left and ahead > AHEAD and number < self.size.commands:
            await asyncio.sleep(TRICKLE_SECONDS)

    async def _move(self, webinar: dict[str, Any]) -> None:
        while not self.is_over.is_set():
            self.hours += 1
            to = self.from_ + timedelta(hours=self.hours)
            await self.clients.move(webinar, self.ground.partner.headers, to=to)
            await self._wait(self.size.each_seconds * len(self.ground.moving))

    async def _oddities(self) -> None:
        while not self.is_over.is_set():
            await self.stimuli.poison()
            await self._wait(self.size.each_seconds)
            await self.stimuli.oversize()
            await self._wait(self.size.each_seconds)
            await self.stimuli.poison()
            await self._wait(self.size.each_seconds)

    async def _unblock(self) -> None:
        """Kill one of two twins when none has died for long though one is armed.

        A relay on standby reaches nothing, and what a process has left to die of may
        have gone to the other.
        """
        loop = asyncio.get_running_loop()
        since = dict.fromkeys(map(stem_of, self.crew.names), loop.time())
        seen = 0
        while not self.is_over.is_set():
            for death in self.crew.deaths[seen:]:
                since[stem_of(death.member)] = death.at
            seen = len(self.crew.deaths)
            for stem, at in since.items():
                if loop.time() - at > self.size.stalled_seconds:
                    since[stem] = loop.time()
                    self._kill_one(stem)
            await self._wait(0.5)

    def _kill_one(self, stem: str) -> None:
        """Choose the one that is not armed, if there is one."""
        twins = [name for name in self.crew.names if stem_of(name) == stem]
        armed = [name for name in twins if self.draw.is_armed(name)]
        idle = [name for name in twins if not self.draw.is_armed(name)]
        if armed:
            self.crew.kill(self.chance.choice(idle or armed))

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.is_over.wait()
        except TimeoutError:
            return


def stem_of(name: str) -> str:
    """`relay-webinars-0` and `relay-webinars-1` are twins."""
    return name.rpartition("-")[0]
