"""B7: a replay through a batch handler, against bare `getmany`, pydantic and commit."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition

from kit.clock import now
from kit.ids import new_id
from kit.messaging.envelope import Told, outgoing
from kit.messaging.topics import TopicPlan, ensure
from kit.outbox import pending
from kit.platform import Platform
from kit.running import tune_garbage_collection, workers
from kit.service import Hearing, Service
from schemas.events import on_topics
from schemas.events.webinars import WebinarPublished

from .child import Here
from .ground import Ground
from .results import Bar, Result
from .rounds import Run

RECORDS = 60_000
BATCH = 500
TOPIC = WebinarPublished.topic
BAR = Bar(
    "B7",
    "Replay through a batch handler / bare `getmany` + pydantic + commit",
    0.8,
    0.95,
)


class Group(NamedTuple):
    name: str
    topics: tuple[str, ...]


class Counting:
    """Counts what it is told, from the end of the first batch on."""

    def __init__(self) -> None:
        self.count = 0
        self.skipped = 0
        self.started_at = 0.0
        self.started_cpu = 0.0
        self.done = asyncio.Event()
        self.until = 0

    def note(self, count: int) -> None:
        if self.count == 0:
            self.skipped = count
            self.started_at, self.started_cpu = time.monotonic(), time.process_time()
        self.count += count
        if self.count >= self.until:
            self.done.set()

    async def on_facts(self, batch: Sequence[Told[Any]]) -> None:
        self.note(len(batch))

    def told(self) -> dict[str, float]:
        return {
            "units": self.count - self.skipped,
            "seconds": time.monotonic() - self.started_at,
            "cpu_seconds": time.process_time() - self.started_cpu,
        }


def service(number: int, handler: Any = None) -> Service:
    """Return a service whose only group has never read: its replay is whole."""
    group = Group(f"benchmarks.replay{number}", (TOPIC,))

    @asynccontextmanager
    async def build(_: Platform) -> AsyncIterator[dict[type, object]]:
        yield {}

    def hears(_: Any) -> list[Hearing]:
        return [Hearing(group, on_topics(TOPIC), handler)]

    return Service(name="benchmarks", build=build, hears=hears, topics=(TOPIC,))


async def measure(on: Ground) -> list[Result]:
    count = on.sized(RECORDS)
    async with (
        published(on, "b7", count),
        on.child("b7") as replaying,
        on.child("b7") as reading,
    ):
        rounds = Numbers()

        async def ours() -> Run:
            async with on.prepared("b7", service(number := rounds.next())):
                meter = on.meter()
                told = await replaying.ask(replay, number=number, count=count)
                return Run(**told, server_seconds=meter.server_seconds())

        async def theirs() -> Run:
            meter = on.meter()
            told = await reading.ask(read, number=rounds.next(), count=count)
            return Run(**told, server_seconds=meter.server_seconds())

        await ours()
        await theirs()
        return [Result.of(BAR, await on.compare(ours, theirs))]


class Numbers:
    """Gives each round a number of its own, for a group that has never read."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        self._last += 1
        return self._last


@asynccontextmanager
async def published(on: Ground, namespace: str, count: int) -> AsyncIterator[Platform]:
    """Fill the topic with facts that the relay would publish, whole envelopes."""
    async with on.prepared(namespace) as built:
        await ensure(on.kafka, [TopicPlan(f"{namespace}.{TOPIC}")], replicas=1)
        for start in range(0, count, 5_000):
            size = min(5_000, count - start)
            entries = pending(
                [_fact() for _ in range(size)], after=0, at=now(), source="webinars"
            )
            await built.bus.publish(
                [outgoing(entry, prefix=built.prefix) for entry in entries]
            )
        yield built


def _fact() -> WebinarPublished:
    told = WebinarPublished.example | {"webinar_id": str(new_id())}
    return WebinarPublished.model_validate(told)


async def replay(here: Here, *, number: int, count: int) -> dict[str, float]:
    """Read the topic from its beginning by the kit's own worker."""
    counting = Counting()
    counting.until = count
    async with workers(here.platform, [service(number, counting.on_facts)], {}):
        tune_garbage_collection()
        await counting.done.wait()
        return counting.told()


async def read(here: Here, *, number: int, count: int) -> dict[str, float]:
    """Read it bare: batches, the data alone validated, a commit for each batch."""
    counting = Counting()
    counting.until = count
    consumer = AIOKafkaConsumer(
        f"{here.platform.prefix}{TOPIC}",
        bootstrap_servers=here.platform.settings.kafka.bootstrap_servers,
        group_id=f"bare{number}",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        while not counting.done.is_set():
            offsets: dict[TopicPartition, int] = {}
            got = await consumer.getmany(timeout_ms=1_000, max_records=BATCH)
            facts = [
                WebinarPublished.model_validate_json(record.value)
                for records in got.values()
                for record in records
            ]
            for place, records in got.items():
                offsets[place] = records[-1].offset + 1
            if offsets:
                await consumer.commit(offsets)
            counting.note(len(facts))
        return counting.told()
    finally:
        await consumer.stop()
