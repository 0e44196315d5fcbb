"""A simulated Kafka: logs, a producer that may fail half-way, one consumer group."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

from kit.messaging.consuming import Consuming, Offsets
from kit.messaging.envelope import Headers, Outgoing
from kit.messaging.ports import Published

from .world import Process, World

PARTITIONS = 3
FETCHED_MAX = 7
SESSION_SECONDS = 10.0
POLL_SECONDS = 1.0
FLUSHED_SECONDS = 30.0
REQUEST_SECONDS = 10.0

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class SimRecord:
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers


@dataclass
class Broker:
    world: World
    logs: dict[Place, list[SimRecord]] = field(default_factory=dict)

    def append(self, out: Outgoing) -> None:
        partition = crc32(out.key or b"") % PARTITIONS
        log = self.logs.setdefault((out.topic, partition), [])
        log.append(
            SimRecord(out.topic, partition, len(log), out.key, out.value, out.headers)
        )

    def places(self, topic: str) -> list[Place]:
        return [(topic, partition) for partition in range(PARTITIONS)]

    def end(self, place: Place) -> int:
        return len(self.logs.get(place, []))


class SimBus:
    """Sends in order, and fails as a producer does: after a part, or without a word."""

    def __init__(self, broker: Broker, process: Process) -> None:
        self._broker = broker
        self._world = broker.world
        self._process = process

    async def publish(self, records: Sequence[Outgoing]) -> Published:
        world = self._world
        await world.travel(self._process)
        if world.time < world.away["broker"]:
            await asyncio.sleep(REQUEST_SECONDS)
            return Published(frozenset())
        written, heard = len(records), len(records)
        if records and world.chance.random() < world.fail:
            written = world.chance.randrange(len(records) + 1)
            heard = world.chance.randrange(written + 1)
        for out in records[:written]:
            self._broker.append(out)
        world.note(f"{self._process.name} publishes {written} of {len(records)}")
        await world.travel(self._process)
        return Published(frozenset(range(heard)))


@dataclass
class Member:
    process: Process
    consuming: Consuming
    places: list[Place] = field(default_factory=list)
    generation: int = 0
    positions: dict[Place, int] = field(default_factory=dict)
    seen_at: float = 0.0


class Group:
    """Gives partitions to members, and takes them back from who is silent or leaves."""

    def __init__(self, broker: Broker, topics: Sequence[str]) -> None:
        self._broker = broker
        self._world = broker.world
        self._places = [place for topic in topics for place in broker.places(topic)]
        self._members: dict[str, Member] = {}
        self._generation = 0
        self._changing = asyncio.Lock()
        self.committed: dict[Place, int] = {}

    def is_done(self) -> bool:
        return all(
            self.committed.get(place, 0) >= self._broker.end(place)
            for place in self._places
        )

    async def join(self, member: Member) -> None:
        member.seen_at = self._world.time
        self._members[member.process.name] = member
        await self._share()

    async def read(self, member: Member) -> None:
        """Poll for ever: a position moves on whatever becomes of the batch."""
        while True:
            await self._world.travel(member.process)
            member.seen_at = self._world.time
            if (
                member.process.name not in self._members
                or member.generation != self._generation
            ):
                await self.join(member)
            batch = self._fetched(member)
            if not batch:
                await asyncio.sleep(POLL_SECONDS * self._world.chance.random())
                continue
            await member.consuming.take(batch)

    async def commit(self, member: Member, offsets: Offsets) -> None:
        await self._world.travel(member.process)
        if member.generation != self._generation:
            self._world.note(f"{member.process.name} commits in vain")
            return
        self._world.note(f"{member.process.name} commits {sorted(offsets.items())}")
        self.committed |= offsets

    async def watch(self) -> None:
        """Take away what the silent have; heartbeats are a task of their own."""
        while True:
            await asyncio.sleep(1.0)
            now = self._world.time
            for member in self._members.values():
                is_silent = member.process.is_dead or member.process.frozen_until > now
                if not is_silent:
                    member.seen_at = now
            late = [
                name
                for name, member in self._members.items()
                if now - member.seen_at > SESSION_SECONDS
            ]
            if late:
                for name in late:
                    del self._members[name]
                await self._share()

    async def _share(self) -> None:
        """Revoke everywhere, then give: the dead and the frozen hear nothing of it."""
        async with self._changing:
            awake = [one for one in self._members.values() if self._hears(one)]
            flushes = [asyncio.ensure_future(m.consuming.on_revoked()) for m in awake]
            if flushes:
                await asyncio.wait(flushes, timeout=FLUSHED_SECONDS)
            self._generation += 1
            self._world.note(f"generation {self._generation}: {sorted(self._members)}")
            given: dict[str, list[Place]] = {name: [] for name in self._members}
            for number, place in enumerate(self._places):
                names = sorted(given)
                if names:
                    given[names[number % len(names)]].append(place)
            for member in self._members.values():
                if not self._hears(member):
                    continue
                member.generation = self._generation
                member.places = given[member.process.name]
                member.positions = {
                    place: self.committed.get(place, 0) for place in member.places
                }
                member.consuming.on_assigned(member.places)

    def _hears(self, member: Member) -> bool:
        process = member.process
        return not process.is_dead and process.frozen_until <= self._world.time

    def _fetched(self, member: Member) -> list[SimRecord]:
        if self._world.time < self._world.away["broker"]:
            return []
        fetched: list[SimRecord] = []
        for place in member.places:
            start = member.positions[place]
            log = self._broker.logs.get(place, [])
            got = log[start : start + self._world.chance.randrange(1, FETCHED_MAX)]
            member.positions[place] = start + len(got)
            fetched += got
        return fetched
