"""What everything in a simulation shares: chance, time, the network, the processes."""

import asyncio
import hashlib
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from kit.clock import Clock
from kit.mongo import MongoUnavailable

T = TypeVar("T")

BEGAN = datetime(2026, 11, 23, tzinfo=UTC)
TRAVEL_SECONDS = 0.004
SLOW_SECONDS = 2.0
SLOW_SHARE = 0.01
SKEW_SECONDS = 1.0
FOR_EVER = 1e9


class Process:
    """What may be killed, frozen and started again; its clock is a little wrong."""

    def __init__(self, name: str, *, skew: float) -> None:
        self.name = name
        self.skew = timedelta(seconds=skew)
        self.is_dead = False
        self.frozen_until = 0.0
        self.tasks: list[asyncio.Task[None]] = []


class World:
    """One seed decides everything; `fail` is the share of requests that do.

    A request that fails may have been done: nobody can know.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a seed replays the run
        self.fail = 0.0
        self.away: dict[str, float] = {"store": 0.0, "broker": 0.0}
        self._trace = hashlib.sha256()
        self.steps = 0

    @property
    def time(self) -> float:
        return asyncio.get_running_loop().time()

    @property
    def now(self) -> datetime:
        """The servers' own clock."""
        return BEGAN + timedelta(seconds=self.time)

    @property
    def trace(self) -> str:
        """Everything that happened, in order and in time, as one number."""
        return self._trace.hexdigest()[:16]

    def clock(self, process: Process) -> Clock:
        return lambda: self.now + process.skew

    def new_id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def process(self, name: str) -> Process:
        return Process(name, skew=self.chance.uniform(-SKEW_SECONDS, SKEW_SECONDS))

    def note(self, what: str) -> None:
        self.steps += 1
        self._trace.update(f"{self.time:.6f} {what}\n".encode())

    async def store(self, process: Process, what: str, do: Callable[[], T]) -> T:
        """Ask the store to do something at once.

        Raises:
            MongoUnavailable: it may have been done all the same.
        """
        await self.travel(process)
        error = MongoUnavailable[0]("simulated")
        if self.time < self.away["store"] or self.chance.random() < self.fail:
            await self._failed(process, what)
            raise error
        done = do()
        self.note(f"{process.name} {what}")
        await self.travel(process)
        if self.chance.random() < self.fail:
            raise error
        return done

    async def travel(self, process: Process) -> None:
        """Cross the network, mostly fast; a dead process sends and hears nothing."""
        await self._alive(process)
        slow = self.chance.random() < SLOW_SHARE
        most = SLOW_SECONDS if slow else TRAVEL_SECONDS
        await asyncio.sleep(self.chance.uniform(0, most))
        await self._alive(process)

    async def _failed(self, process: Process, what: str) -> None:
        self.note(f"{process.name} {what} failed")
        await asyncio.sleep(self.chance.uniform(0, SLOW_SECONDS))
        await self._alive(process)

    async def _alive(self, process: Process) -> None:
        while not process.is_dead and self.time < process.frozen_until:  # noqa: ASYNC110 - may be frozen longer meanwhile
            await asyncio.sleep(process.frozen_until - self.time)
        if process.is_dead:
            await asyncio.sleep(FOR_EVER)


def pick(chance: random.Random, some: list[Any]) -> Any:
    return some[chance.randrange(len(some))]
