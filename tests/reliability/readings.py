"""Four separate readings of what happened, and what becomes of them side by side."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any

from aiokafka import AIOKafkaConsumer
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from .load import DONE, Answer

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


@dataclass(kw_only=True)
class Reconciled:
    """What the readings say together; `figures` are for the table."""

    lost: int
    duplicated: int
    broken: list[str]
    figures: dict[str, Any]


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


async def copies(mongo_url: str) -> dict[str, Copy]:
    async with _client(mongo_url) as client:
        partners = client["webinars"].get_collection("partners", codec_options=CODEC)
        return {
            str(one["_id"]): Copy(one["name"], one["sequence"])
            async for one in partners.find()
        }


async def published(bootstrap: str) -> dict[str, list[int]]:
    """Read the log itself: each key's sequences, in the order of the log."""
    told: dict[str, list[int]] = defaultdict(list)
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
                told[record.key.decode()].append(sequence)
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


async def reconciled(
    answers: Sequence[Answer],
    *,
    mongo_url: str,
    bootstrap: str,
    effects: Effects | None = None,
) -> Reconciled:
    """Hold the four readings against each other, once the site is quiet."""
    is_settled = await settled(mongo_url)
    stored = await aggregates(mongo_url)
    log = await published(bootstrap)
    copied = await copies(mongo_url)
    found = compared(answers, stored, log, copied)
    if not is_settled:
        found.broken.append("some effects were not done when the time was over")
    if effects is not None:
        _compare_effects(found, stored, effects)
    return found


def compared(
    answers: Sequence[Answer],
    stored: Mapping[str, Stored],
    log: Mapping[str, Sequence[int]],
    copied: Mapping[str, Copy],
) -> Reconciled:
    promised: dict[str, Answer] = {}
    commands = {one.command for one in answers if one.status in DONE}
    doubtful = {one.command for one in answers} - commands
    for one in answers:
        if one.status in DONE and one.version > _version(promised.get(one.id)):
            promised[one.id] = one
    lost = sum(
        id_ not in stored or stored[id_].version < one.version
        for id_, one in promised.items()
    )
    never = sum(
        len(set(range(1, one.sequence + 1)) - set(log.get(id_, ())))
        for id_, one in stored.items()
    )
    unmade = sum(
        id_ not in copied
        or copied[id_].sequence < one.sequence
        or copied[id_].name != one.name
        for id_, one in stored.items()
    )
    changes = sum(one.version for one in stored.values())
    events = sum(len(set(sequences)) for sequences in log.values())
    extra = changes - len(commands) - len(doubtful)
    figures = {
        "commands_acknowledged": len(commands),
        "commands_in_doubt": len(doubtful),
        "changes_stored": changes,
        "events_in_kafka": events,
        "effects_of": sum(one.sequence for one in copied.values()),
        "published_again": sum(len(each) for each in log.values()) - events,
    }
    found = Reconciled(
        lost=lost + never + unmade,
        duplicated=max(0, extra) + len(copied.keys() - stored.keys()),
        broken=[],
        figures=figures,
    )
    if out_of_order := sum(not is_in_order(each) for each in log.values()):
        found.broken.append(f"{out_of_order} aggregates were told out of order")
    if doubtful:
        found.broken.append(f"{len(doubtful)} commands never had a clear answer")
    if lost or never or unmade:
        found.broken.append(f"lost: {lost} commands, {never} events, {unmade} effects")
    return found


def is_in_order(sequences: Sequence[int]) -> bool:
    """Tell whether each number first comes right after the one before it."""
    highest = 0
    for sequence in sequences:
        if sequence > highest + 1:
            return False
        highest = max(highest, sequence)
    return True


def _compare_effects(
    found: Reconciled, stored: Mapping[str, Stored], effects: Effects
) -> None:
    """The copies must have passed through every state once, in order."""
    seen: dict[str, list[int]] = defaultdict(list)
    for one in effects.seen:
        seen[one.id].append(one.sequence)
    again = sum(len(each) - len(set(each)) for each in seen.values())
    wrong = sum(
        seen.get(id_, []) != list(range(1, one.sequence + 1))
        for id_, one in stored.items()
    )
    found.duplicated += again
    found.figures["effects_seen"] = len(effects.seen)
    if wrong:
        found.broken.append(f"{wrong} aggregates did not take effect step by step")


def _version(answer: Answer | None) -> int:
    return 0 if answer is None else answer.version


def _client(url: str) -> AsyncMongoClient[dict[str, Any]]:
    return AsyncMongoClient(url, serverSelectionTimeoutMS=5_000, timeoutMS=20_000)
