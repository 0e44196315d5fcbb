"""Four separate readings of what happened, and what becomes of them side by side."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

TOPIC = "tn.registry.partner"
SETTLED_SECONDS = 90.0
CODEC: CodecOptions[dict[str, Any]] = CodecOptions(
    uuid_representation=UuidRepresentation.STANDARD
)


@dataclass(frozen=True)
class Effect:
    at: float
    id: str
    sequence: int


@dataclass
class Effects:
    """Every change of the webinars' copies, as a stranger sees them happen."""

    seen: list[Effect] = field(default_factory=list)

    def gap(self, after: float, before: float) -> float:
        """Return the longest time without any, in a window."""
        times = [one.at for one in self.seen if after <= one.at <= before]
        edges = [after, *times, before]
        return max(b - a for a, b in pairwise(edges))


class Telling(NamedTuple):
    """One record: which event of its key, and when it was sent."""

    sequence: int
    at: float


@dataclass(frozen=True)
class Copy:
    name: str
    sequence: int


@dataclass(frozen=True)
class Stored:
    name: str
    version: int
    sequence: int
    waiting: int


@asynccontextmanager
async def watching(mongo_url: str) -> AsyncIterator[Effects]:
    """Note the effects as they happen; only while MongoDB is there."""
    effects = Effects()
    # No limit of time: for as long as Kafka is away there is nothing to see.
    async with AsyncMongoClient[dict[str, Any]](mongo_url) as client:
        copies = client["webinars"].get_collection("partners", codec_options=CODEC)
        async with await copies.watch(max_await_time_ms=200) as changes:
            task = asyncio.create_task(_note(changes, effects))
            try:
                yield effects
                if task.done():
                    task.result()
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


async def _note(changes: Any, effects: Effects) -> None:
    async for change in changes:
        written = (
            change["fullDocument"]
            if change["operationType"] == "insert"
            else change["updateDescription"]["updatedFields"]
        )
        id_ = str(change["documentKey"]["_id"])
        effects.seen.append(Effect(time.time(), id_, written["sequence"]))


async def aggregates(mongo_url: str) -> dict[str, Stored]:
    async with _client(mongo_url) as client:
        partners = client["registry"].get_collection("partners", codec_options=CODEC)
        return {
            str(one["_id"]): Stored(
                one["name"],
                one["version"],
                one["sequence"],
                len(one.get("pending", [])),
            )
            async for one in partners.find()
        }


async def lease_token(mongo_url: str) -> int:
    """Return how many times the registry's relays took over from one another."""
    async with _client(mongo_url) as client:
        lease = await client["registry"]["leases"].find_one({"_id": "relay"})
        return 0 if lease is None else int(lease["token"])


async def copies(mongo_url: str) -> dict[str, Copy]:
    async with _client(mongo_url) as client:
        partners = client["webinars"].get_collection("partners", codec_options=CODEC)
        return {
            str(one["_id"]): Copy(one["name"], one["sequence"])
            async for one in partners.find()
        }


async def published(bootstrap: str) -> dict[str, list[Telling]]:
    """Read the log itself: what was told of each key, in the order of the log."""
    told: dict[str, list[Telling]] = defaultdict(list)
    consumer = AIOKafkaConsumer(
        TOPIC, bootstrap_servers=bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        ends = await consumer.end_offsets(consumer.assignment())
        while not await _is_read(consumer, ends):
            got = await consumer.getmany(timeout_ms=1_000)
            for record in chain.from_iterable(got.values()):
                sequence = int(dict(record.headers)["ce_sequence"])
                telling = Telling(sequence, record.timestamp / 1000)
                told[record.key.decode()].append(telling)
    finally:
        await consumer.stop()
    return dict(told)


async def _is_read(consumer: Any, ends: Mapping[Any, int]) -> bool:
    return all([await consumer.position(place) >= end for place, end in ends.items()])


async def settled(mongo_url: str, *, seconds: float = SETTLED_SECONDS) -> bool:
    """Wait until nothing waits any more and every copy is as its aggregate."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            stored, copied = await aggregates(mongo_url), await copies(mongo_url)
        except PyMongoError:
            await asyncio.sleep(0.5)
            continue
        is_told = all(one.waiting == 0 for one in stored.values())
        if is_told and {key: one.sequence for key, one in stored.items()} == {
            key: one.sequence for key, one in copied.items()
        }:
            return True
        await asyncio.sleep(0.5)
    return False


def _client(url: str) -> AsyncMongoClient[dict[str, Any]]:
    return AsyncMongoClient(url, serverSelectionTimeoutMS=5_000, timeoutMS=20_000)
