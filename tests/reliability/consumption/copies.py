"""The services' own copies of others' things: kept by their real handlers, compared."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from bson import CodecOptions
from bson.raw_bson import RawBSONDocument

from kit.clock import now
from kit.messaging.deadletters import dead_topic, replay_topic
from kit.messaging.envelope import Outgoing
from kit.messaging.topics import TopicPlan, ensure
from kit.platform import Platform
from kit.running import migrate, workers
from kit.running.serving import build_all
from kit.service import Hearing, Provided, Service
from schemas.events import TOPICS
from schemas.readers import (
    GOVERNANCE_ORGANISATIONS,
    NOTIFICATIONS_COVERAGE,
    NOTIFICATIONS_RECIPIENTS,
    WEBINARS_ADVISORS,
    WEBINARS_PARTNERS,
    Group,
)
from schemas.readers import GROUPS as EVERY_GROUP
from services.governance.roles import GOVERNANCE
from services.notifications.roles import NOTIFICATIONS
from services.webinars.roles import WEBINARS

GROUPS: Final = (
    GOVERNANCE_ORGANISATIONS,
    WEBINARS_PARTNERS,
    WEBINARS_ADVISORS,
    NOTIFICATIONS_RECIPIENTS,
    NOTIFICATIONS_COVERAGE,
)
COPYING: Final = (GOVERNANCE, WEBINARS, NOTIFICATIONS)
RAW: Final[CodecOptions[Any]] = CodecOptions(document_class=RawBSONDocument)

Spoil = Callable[[Hearing], Hearing]
# Each collection's documents in the order of their ids, byte for byte.
Dump = Mapping[str, Mapping[bytes, bytes]]


@dataclass(frozen=True, kw_only=True)
class Copying:
    """`names` are the collections that were empty before anything was told."""

    built: Platform
    names: Sequence[tuple[str, str]]

    async def dump(self) -> Dump:
        return {
            f"{database}.{name}": await _documents(self.built, database, name)
            for database, name in self.names
        }


@asynccontextmanager
async def copying(
    built: Platform, *, spoil: Spoil = lambda hearing: hearing
) -> AsyncIterator[Copying]:
    """Install the services, and read for their copies while the block runs."""
    services = [_only_copying(one, spoil) for one in COPYING]
    async with build_all(built, services) as provided:
        await _topics(built)
        await migrate(built, services, provided)
        names = await _empty(built)
        # Effects at a time that stands still; what waits must come due all the same.
        async with workers(replace(built, clock=now), services, provided):
            yield Copying(built=built, names=names)


def digest(dump: Dump) -> str:
    found = sha256()
    for name in sorted(dump):
        found.update(name.encode())
        for raw in dump[name].values():
            found.update(raw)
    return found.hexdigest()


def differences(clean: Dump, other: Dump) -> tuple[int, int]:
    """Count the documents that are missing or otherwise, and those in excess."""
    missing = sum(
        other.get(name, {}).get(id_) != raw
        for name, documents in clean.items()
        for id_, raw in documents.items()
    )
    more = sum(
        id_ not in clean.get(name, {})
        for name, documents in other.items()
        for id_ in documents
    )
    return missing, more


def replays(built: Platform, told: Outgoing) -> list[Outgoing]:
    """Return the record as each of its readers would be told it again."""
    topic = told.topic.removeprefix(built.prefix)
    return [
        told._replace(
            topic=replay_topic(group.name, prefix=built.prefix),
            headers=[*told.headers, ("ce_replayed", b"1")],
        )
        for group in GROUPS
        if topic in group.topics
    ]


async def is_all_done(built: Platform, groups: Sequence[Group] = GROUPS) -> bool:
    """Tell whether each group has committed the end of each of its partitions."""
    bootstrap = built.settings.kafka.bootstrap_servers
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await admin.start()
    await consumer.start()
    try:
        for group in groups:
            done = await admin.list_consumer_group_offsets(built.prefix + group.name)
            topics = [built.prefix + topic for topic in group.topics]
            topics.append(replay_topic(group.name, prefix=built.prefix))
            ends = await consumer.end_offsets(await _places(admin, topics))
            if any(end > 0 and _offset(done, p) < end for p, end in ends.items()):
                return False
        return True
    finally:
        await consumer.stop()
        await admin.close()


async def _places(
    admin: AIOKafkaAdminClient, topics: Sequence[str]
) -> list[TopicPartition]:
    return [
        TopicPartition(one["topic"], partition["partition"])
        for one in await admin.describe_topics(topics)
        for partition in one["partitions"]
    ]


def _offset(done: Mapping[TopicPartition, Any], place: TopicPartition) -> int:
    told = done.get(place)
    return 0 if told is None else int(told.offset)


def _only_copying(service: Service, spoil: Spoil) -> Service:
    """Leave out what is not asked: other groups, mails that nobody would take."""

    def hears(provided: Provided) -> list[Hearing]:
        return [
            spoil(one)
            for one in service.hears(provided)
            if isinstance(one, Hearing) and one.group in GROUPS
        ]

    return replace(service, hears=hears, works=lambda _: ())


async def _topics(built: Platform) -> None:
    """Create what others would tell and park: they are not among those who copy."""
    partitions = built.settings.kafka.partitions
    names = [built.prefix + topic for topic in TOPICS]
    names += [dead_topic(group.name, prefix=built.prefix) for group in EVERY_GROUP]
    await ensure(
        built.settings.kafka.bootstrap_servers,
        [TopicPlan(name, partitions=partitions) for name in names],
        replicas=1,
    )


async def _empty(built: Platform) -> list[tuple[str, str]]:
    return [
        (service.name, name)
        for service in COPYING
        for name in sorted(
            await built.mongo.database(service.name).list_collection_names()
        )
        if not await built.collection(service.name, name).count_documents({}, limit=1)
    ]


async def _documents(
    built: Platform, database: str, name: str
) -> Mapping[bytes, bytes]:
    documents: Any = built.collection(database, name).with_options(codec_options=RAW)
    return {
        str(one["_id"]).encode(): bytes(one.raw)
        async for one in documents.find().sort("_id", 1)
    }
