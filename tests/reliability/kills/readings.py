"""Four readings by plain clients: collections, the log, notifications, mails."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient

from kit.clock import now
from maillage.embedded import Servers

from .ground import NAMESPACE

REGISTRATIONS = "tn.webinars.registration"
NOTIFICATIONS = "tn.notifications.notification"
PARKED = "tn.dead.notifications.registrations"
READ_SECONDS = 60.0
CODEC: CodecOptions[dict[str, Any]] = CodecOptions(
    uuid_representation=UuidRepresentation.STANDARD
)

Documents = dict[UUID, dict[str, Any]]


@dataclass
class Log:
    """A topic: each key's sequences in order, and each event's number of records."""

    sequences: dict[UUID, list[int]] = field(default_factory=lambda: defaultdict(list))
    copies: Counter[UUID] = field(default_factory=Counter)
    events: dict[UUID, tuple[UUID, int]] = field(default_factory=dict)

    @property
    def repeated(self) -> int:
        return sum(count - 1 for count in self.copies.values())

    @property
    def disordered(self) -> int:
        """Count the keys whose events do not first appear in their order."""
        return sum(
            list(dict.fromkeys(told)) != sorted(set(told))
            for told in self.sequences.values()
        )


@dataclass(kw_only=True)
class Readings:
    registrations: Documents
    webinars: Documents
    emails: Documents
    entries: Documents
    refused: set[UUID]
    delayed: int
    log: Log
    told: Log
    parked: Counter[tuple[int, int]]
    parked_good: int


async def read(servers: Servers) -> Readings:
    """Read everything, once nothing moves."""
    async with _client(servers) as client:
        registrations = await _all(client, "webinars", "registrations")
        webinars = await _all(client, "webinars", "webinars")
        emails = await _all(client, "notifications", "emails")
        entries = await _all(client, "notifications", "inbox")
        refused = await _all(client, "webinars", "outbox_refused")
        delayed = len(await _all(client, "notifications", "delayed"))
    parked, parked_good = await _parked(servers)
    return Readings(
        registrations=registrations,
        webinars=webinars,
        emails=emails,
        entries=entries,
        refused=set(refused),
        delayed=delayed,
        log=await _log(servers, REGISTRATIONS),
        told=await _log(servers, NOTIFICATIONS),
        parked=parked,
        parked_good=parked_good,
    )


async def is_quiet(servers: Servers) -> bool:
    """Tell whether nothing waits any more anywhere."""
    waiting = {"pending.0": {"$exists": True}}
    # What the next night is for waits all the same.
    due = {"state": "due", "due_at": {"$lte": now()}}
    async with _client(servers) as client:
        told, heard = _database(client, "webinars"), _database(client, "notifications")
        left = await asyncio.gather(
            told["registrations"].count_documents(waiting),
            told["registrations.removed"].count_documents(waiting),
            told["webinars"].count_documents(waiting),
            told["due_jobs"].count_documents(due),
            heard["emails"].count_documents(waiting),
            heard["emails"].count_documents({"state": "queued"}),
            heard["inbox"].count_documents(waiting),
            heard["inbox.outbox"].count_documents(waiting),
            heard["delayed"].count_documents({}),
        )
        events = await _number_of_events(told)
        notified = await heard["emails"].count_documents({})
        placed = await heard["inbox"].count_documents({})
    return not any(left) and notified >= events <= placed


async def _number_of_events(told: Any) -> int:
    summed = await told["registrations"].aggregate(
        [{"$group": {"_id": None, "events": {"$sum": "$sequence"}}}]
    )
    found = await summed.to_list()
    return int(found[0]["events"]) if found else 0


async def _log(servers: Servers, topic: str) -> Log:
    log = Log()
    for record in await _records(servers, topic):
        headers = dict(record.headers)
        if "poison" in headers:
            continue
        event_id, key = UUID(headers["ce_id"].decode()), UUID(record.key.decode())
        sequence = int(headers["ce_sequence"])
        log.copies[event_id] += 1
        log.sequences[key].append(sequence)
        log.events[event_id] = key, sequence
    return log


async def _parked(servers: Servers) -> tuple[Counter[tuple[int, int]], int]:
    """Count what was parked by its origin, and how much of it was no poison."""
    origins: Counter[tuple[int, int]] = Counter()
    good = 0
    for record in await _records(servers, PARKED):
        headers = dict(record.headers)
        origins[int(headers["dead_partition"]), int(headers["dead_offset"])] += 1
        good += "poison" not in headers
    return origins, good


async def _records(servers: Servers, topic: str) -> list[Any]:
    consumer = AIOKafkaConsumer(bootstrap_servers=servers.kafka_bootstrap)
    await consumer.start()
    try:
        name = f"{NAMESPACE}.{topic}"
        # Asked for by name, else a client does not know the partitions yet.
        await consumer._client.force_metadata_update()
        partitions = consumer.partitions_for_topic(name) or set()
        places = [TopicPartition(name, number) for number in sorted(partitions)]
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        return await _until_the_end(consumer, await consumer.end_offsets(places))
    finally:
        await consumer.stop()


async def _until_the_end(consumer: Any, ends: Mapping[Any, int]) -> list[Any]:
    records: list[Any] = []
    async with asyncio.timeout(READ_SECONDS):
        while any([await consumer.position(one) < end for one, end in ends.items()]):
            got = await consumer.getmany(timeout_ms=500)
            records += chain.from_iterable(got.values())
    return records


def _client(servers: Servers) -> AsyncMongoClient[dict[str, Any]]:
    return AsyncMongoClient(servers.mongo_url)


def _database(client: AsyncMongoClient[dict[str, Any]], name: str) -> Any:
    return client.get_database(f"{NAMESPACE}_{name}", codec_options=CODEC)


async def _all(
    client: AsyncMongoClient[dict[str, Any]], database: str, name: str
) -> Documents:
    found = _database(client, database)[name].find()
    return {one["_id"]: one async for one in found}
