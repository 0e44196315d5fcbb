"""Servers of a trial's own, and corners on them that are emptied after use."""

import asyncio
import contextlib
import gc
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition

from kit.clock import Clock, now
from kit.logs import configure
from kit.messaging.envelope import Outgoing
from kit.platform import Platform, platform
from kit.running import tune_garbage_collection
from maillage.embedded import Servers, servers
from tests.support.harness import settings_for
from tests.support.namespaces import clear, new_namespace

PIECE = 10_000
# Ahead of any day on which this runs: MongoDB itself forgets what has expired.
HELD_STILL = datetime(2100, 1, 1, 12, tzinfo=UTC)


@asynccontextmanager
async def ground(folder: Path) -> AsyncIterator[Servers]:
    async with servers(folder, on_progress=_quiet, fresh=True, test=True) as running:
        yield running


@asynccontextmanager
async def corner(
    running: Servers, *, clock: Clock = now, partitions: int = 4
) -> AsyncIterator[Platform]:
    """Open a platform under a name of its own; nothing of it stays."""
    name = new_namespace()
    settings = settings_for(running, name)
    kafka = settings.kafka.model_copy(update={"partitions": partitions})
    try:
        async with platform(
            settings.model_copy(update={"kafka": kafka}), clock=clock
        ) as built:
            yield built
    finally:
        await clear(name, servers=running)


@contextlib.contextmanager
def as_a_role() -> Iterator[None]:
    """Collect garbage as a role does, and as before once the block ends."""
    before = gc.get_threshold()
    tune_garbage_collection()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextlib.contextmanager
def unsaid() -> Any:
    """Write logs where nobody reads them: what is parked here is parked on purpose."""
    before = structlog.get_config()
    configure("error", to=io.StringIO())
    try:
        yield
    finally:
        structlog.configure(**before)


async def put(built: Platform, records: Sequence[Outgoing]) -> None:
    """Put the records in the log, in order, and see that each is acknowledged."""
    for start in range(0, len(records), PIECE):
        piece = records[start : start + PIECE]
        published = await built.bus.publish(piece)
        assert len(published.acknowledged) == len(piece)


async def read_all(built: Platform, topic: str) -> list[Any]:
    """Return all that a topic holds now, read by a plain consumer."""
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=built.settings.kafka.bootstrap_servers,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        places = [
            TopicPartition(topic, one)
            for one in consumer.partitions_for_topic(topic) or ()
        ]
        left = sum((await consumer.end_offsets(places)).values())
        found: list[Any] = []
        while len(found) < left:
            got = await consumer.getmany(timeout_ms=1_000)
            found += [record for several in got.values() for record in several]
        return found
    finally:
        await consumer.stop()


async def until(
    check: Callable[[], Awaitable[bool]], *, seconds: float, every: float = 0.1
) -> bool:
    """Wait for what must come; return whether it came in time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not await check():
        if asyncio.get_running_loop().time() > deadline:
            return False
        await asyncio.sleep(every)
    return True


def _quiet(_text: str, /, **_values: int) -> None:
    """Say nothing while the servers start."""
