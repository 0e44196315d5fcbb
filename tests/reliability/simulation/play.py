"""One seed played to its end: who runs, what goes wrong, and what has to hold after."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from kit.due import DueWorker
from kit.messaging.bus import BusUnavailable
from kit.messaging.consuming import Consuming, Offsets
from kit.messaging.deadletters import DeadLetters
from kit.messaging.envelope import Told
from kit.messaging.inbox import Inbox
from kit.messaging.lease import MongoLease
from kit.messaging.pace import Pace
from kit.messaging.ports import Bus
from kit.messaging.reading import Contracts
from kit.messaging.relay import Relay
from kit.mongo import MongoUnavailable
from tests.integration.kit.thing import TOPIC, ThingCounted

from .asking import BUSY_SECONDS, THINGS, command, plan
from .broker import Broker, Group, Member, SimBus
from .judging import GROUP, judged
from .loop import run
from .scene import Scene
from .store import SimBell, SimCollection, SimDelays, SimOutbox
from .world import Process, pick

FAULTS = 14
SETTLED_SECONDS = 1_500.0
TRANSIENT: tuple[type[Exception], ...] = (*MongoUnavailable, BusUnavailable)


class Refused(Exception):
    """A handler's fault, for one record."""


@dataclass(frozen=True)
class Parts:
    """What a planted bug replaces."""

    inbox: type[Inbox[ThingCounted]] = Inbox
    consuming: type[Consuming] = Consuming
    bus: Callable[[Broker, Process], Bus] = SimBus


@dataclass
class Played:
    """What a seed came to; `broken` is empty when everything held."""

    seed: int
    trace: str
    steps: int
    broken: list[str]


@dataclass
class Play(Scene):
    """The site of one seed. A process that dies is started again under a new name."""

    parts: Parts = field(default_factory=Parts)
    crew: dict[str, Process] = field(default_factory=dict)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    lives: int = 0

    async def go(self) -> Played:
        random.seed(self.seed)  # the kit's own jitter
        self.group = Group(self.broker, [TOPIC])
        self._task(self.group.watch())
        for name in ("relay-1", "relay-2", "worker-1", "worker-2", "due-1", "due-2"):
            self._start(name)
        writers = [command(self, number) for number in range(THINGS)]
        trouble = asyncio.create_task(self._trouble())
        await asyncio.gather(plan(self), trouble, *writers)
        is_settled = await self._settle()
        broken = judged(self) if is_settled else ["it never came to rest"]
        await self._end()
        return Played(self.seed, self.world.trace, self.world.steps, broken)

    # What goes wrong.

    async def _trouble(self) -> None:
        """Kill, freeze, cut and fail for a while, then leave everything in peace."""
        chance, world = self.world.chance, self.world
        world.fail = chance.choice([0.0, 0.02, 0.1])
        for _ in range(FAULTS):
            await asyncio.sleep(chance.uniform(0, 2 * BUSY_SECONDS / FAULTS))
            name = pick(chance, sorted(self.crew))
            match chance.randrange(5):
                case 0 | 1:
                    self._kill(name)
                case 2:
                    seconds = chance.uniform(1, 25)
                    world.note(f"{name} freezes")
                    self.crew[name].frozen_until = world.time + seconds
                case 3:
                    world.away["broker"] = world.time + chance.uniform(0, 15)
                case _:
                    world.away["store"] = world.time + chance.uniform(0, 8)
        world.fail = 0.0

    def _kill(self, name: str) -> None:
        self.world.note(f"{name} dies")
        self.crew[name].is_dead = True
        delay = self.world.chance.uniform(0.1, 5)
        asyncio.get_running_loop().call_later(delay, self._start, name)

    # Who works.

    def _start(self, name: str) -> None:
        self.lives += 1
        process = self.crew[name] = self.world.process(f"{name}.{self.lives}")
        match name.partition("-")[0]:
            case "relay":
                self._task(self._relay(process).run(asyncio.Event()))
            case "worker":
                self._work(process)
            case _:
                self._task(self._due_worker(process).run(asyncio.Event()))

    def _relay(self, process: Process) -> Relay:
        leases: Any = SimCollection(self.store.leases, self.world, process)
        return Relay(
            outboxes=[SimOutbox(self.store, self.world, process)],
            bus=self.parts.bus(self.broker, process),
            bell=SimBell(self.store, self.world),
            lease=MongoLease(leases, "relay", monotonic=lambda: self.world.time),
            # At times so little that looks are full, and leave out what is trimmed.
            pace=self.world.chance.choice((Pace(), Pace(batch=3, ahead=1))),
            clock=self.world.clock(process),
        )

    def _work(self, process: Process) -> None:
        inbox = self.parts.inbox(
            group=GROUP,
            contracts=Contracts([ThingCounted]),
            handler=self._handler(process),
            delays=SimDelays(self.store, self.world, process),
            parking=DeadLetters(SimBus(self.broker, process), group=GROUP),
            clock=self.world.clock(process),
            transient=TRANSIENT,
        )

        async def commit(offsets: Offsets) -> bool:
            await self.group.commit(member, offsets)
            return True

        consuming = self.parts.consuming(
            group=GROUP,
            reader=inbox,
            commit=commit,
            transient=TRANSIENT,
            clock=self.world.clock(process),
        )
        member = Member(process, consuming)
        self._task(self.group.read(member))
        self._task(consuming.retry_for_ever())

    def _handler(
        self, process: Process
    ) -> Callable[[Sequence[Told[ThingCounted]]], Awaitable[None]]:
        """Each effect is a document of the event's own id: done twice, it is once."""

        async def handle(batch: Sequence[Told[ThingCounted]]) -> None:
            for told in batch:
                if told.id in self.poison:
                    raise Refused
                if self.flaky.get(told.id, 0):
                    self.flaky[told.id] -= 1
                    raise Refused
                await self._take_effect(process, told)

        return handle

    async def _take_effect(self, process: Process, told: Told[ThingCounted]) -> None:
        def insert() -> None:
            done = self.store.effects.setdefault(told.fact.thing_id, [])
            if told.sequence not in done:
                done.append(told.sequence)

        what = f"does {told.fact.thing_id.hex[:4]}/{told.sequence}"
        await self.world.store(process, what, insert)

    def _due_worker(self, process: Process) -> DueWorker:
        async def do(payload: dict[str, Any]) -> None:
            def note() -> None:
                self.store.done_jobs[payload["key"]] = payload["turn"]

            await self.world.store(process, f"does {payload['key']}", note)

        return DueWorker(
            self.jobs(process), {"job": do}, clock=self.world.clock(process)
        )

    # What holds in the end.

    async def _settle(self) -> bool:
        until = self.world.time + SETTLED_SECONDS
        while self.world.time < until:
            await asyncio.sleep(5)
            if self._is_quiet():
                return True
        return False

    def _is_quiet(self) -> bool:
        jobs = [one["state"] for one in self.store.jobs.values()]
        return (
            not self.store.pending()
            and self.group.is_done()
            and not self.store.delays
            and "due" not in jobs
        )

    def _task(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(work))

    async def _end(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def played(seed: int, parts: Parts | None = None) -> Played:
    """Play a seed to its end."""
    return run(Play(seed, parts=parts or Parts()).go())
