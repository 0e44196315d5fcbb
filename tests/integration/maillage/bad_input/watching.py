"""What must not change, and where nobody may be named."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from pymongo import AsyncMongoClient

from kit.logs import configure
from maillage.embedded import Servers

# What counts and remembers requests themselves.
OF_REQUESTS = (
    "identity.sessions",
    "identity.idempotency",
    "identity.clients",
    "identity.client_uses",
    "registry.sign_in_tries",
    # Who read what, put there behind the requests' back.
    "identity.trace",
    "identity.trace_waiting",
)

State = dict[str, str]


class Databases:
    """Every database of a namespace, as the server itself hashes it."""

    def __init__(self, mongo_url: str, namespace: str) -> None:
        self._client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongo_url)
        self._prefix = f"{namespace}_"
        self._names: list[str] = []

    async def state(self) -> State:
        found: State = {}
        for name in await self._named():
            hashed = await self._client[name].command("dbHash")
            found |= {
                f"{name}.{collection}": value
                for collection, value in hashed["collections"].items()
                if not f"{name}.{collection}".endswith(OF_REQUESTS)
            }
        return found

    async def waiting(self) -> int:
        """Count the documents whose events no relay has published yet."""
        count = 0
        for name in await self._named():
            for collection in await self._client[name].list_collection_names():
                count += await self._client[name][collection].count_documents(
                    {"pending.0": {"$exists": True}}
                )
        return count

    async def documents(self) -> AsyncIterator[tuple[tuple[str, str], dict[str, Any]]]:
        """Read everything: each document with its database and its collection."""
        for name in await self._named():
            for collection in await self._client[name].list_collection_names():
                where = name.removeprefix(self._prefix), collection
                async for document in self._client[name][collection].find({}):
                    yield where, document

    async def _named(self) -> list[str]:
        if not self._names:
            names = await self._client.list_database_names()
            self._names = [name for name in names if name.startswith(self._prefix)]
        return self._names

    async def close(self) -> None:
        await self._client.close()


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Write the logs as an installation does, at the level that tells most."""
    root, said = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    root.handlers = []
    configure("debug", to=said)
    ours = list(root.handlers)
    root.handlers = [*handlers, *ours]
    try:
        yield said
    finally:
        structlog.reset_defaults()
        root.handlers = handlers
        root.setLevel(level)


async def all_records(servers: Servers, prefix: str) -> list[bytes]:
    """Read every topic of a namespace from its first record: keys, headers, values."""
    parts = await _partitions(servers, prefix)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=servers.kafka_bootstrap,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        ends = await consumer.end_offsets(parts)
        filled = [part for part in parts if ends[part] > 0]
        consumer.assign(filled)
        await consumer.seek_to_beginning(*filled)
        return await _read_to(consumer, {part: ends[part] for part in filled})
    finally:
        await consumer.stop()


async def _partitions(servers: Servers, prefix: str) -> list[TopicPartition]:
    admin = AIOKafkaAdminClient(bootstrap_servers=servers.kafka_bootstrap)
    await admin.start()
    try:
        topics = [t for t in await admin.list_topics() if t.startswith(prefix)]
        return [
            TopicPartition(topic["topic"], part["partition"])
            for topic in await admin.describe_topics(topics)
            for part in topic["partitions"]
        ]
    finally:
        await admin.close()


async def _read_to(
    consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]
) -> list[bytes]:
    found: list[bytes] = []
    left = dict(ends)
    while left:
        batches = await consumer.getmany(timeout_ms=1_000)
        for part, records in batches.items():
            for one in records:
                found += [one.key or b"", one.value or b""]
                found += [value or b"" for _, value in one.headers]
            if records and records[-1].offset + 1 >= ends[part]:
                left.pop(part, None)
    return found
