"""The migrate role: collections, validators, indexes, topics; safe to run again."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kit.bulk_outbox import bulk_name
from kit.due import DueJobs
from kit.http.idempotency import Idempotency
from kit.identity.cards import CARD_INDEXES, StoredCard
from kit.identity.sessions import SESSION_INDEXES, StoredSession
from kit.messaging import delays
from kit.messaging.deadletters import dead_topic, replay_topic
from kit.messaging.topics import PARKED_BYTES_MAX, PARTITIONS, TopicPlan, ensure
from kit.mongo import Database, OperationFailure
from kit.outbox import PENDING
from kit.people import PART_INDEXES, Part, Trace
from kit.platform import IDENTITY, Platform
from kit.rebuilds import Rebuild, Rebuilds
from kit.service import CollectionPlan, Hearing, Provided, Service
from kit.trace import CHAIN_INDEXES, WAITING_INDEXES
from kit.validators import validator

NAMESPACE_EXISTS = 48
FEW = 2
# Appending bypasses it in so many words; nothing else does.
NOTHING_FITS = {"$expr": False}
# A record at its limit, the headers that say why it was parked, and Kafka's own.
PARKED = {"max.message.bytes": str(PARKED_BYTES_MAX + 2**16)}

Say = Callable[[str], None]


def _quiet(_: str) -> None:
    return


async def migrate(
    platform: Platform,
    services: Sequence[Service],
    provided: Provided,
    *,
    say: Say = _quiet,
) -> None:
    """Make what the services stand on."""
    for plan in plans(services):
        await _make(platform, plan)
    await platform.cards.fill_words()
    say("collections")
    await ensure(
        platform.settings.kafka.bootstrap_servers,
        list(
            topics(
                services,
                provided,
                prefix=platform.prefix,
                partitions=platform.settings.kafka.partitions,
            )
        ),
        replicas=platform.settings.kafka.replicas,
    )
    say("topics")
    for service in services:
        await service.prepare(provided)
        say(service.name)


def topics(
    services: Sequence[Service],
    provided: Provided,
    *,
    prefix: str,
    partitions: int = PARTITIONS,
) -> Iterable[TopicPlan]:
    """Every topic that the services tell, hear, park in or are told again through."""
    for service in services:
        for topic in service.topics:
            yield TopicPlan(prefix + topic, partitions=partitions)
        for hearing in service.hears(provided):
            group = hearing.group.name
            yield TopicPlan(
                dead_topic(group, prefix=prefix),
                partitions=min(FEW, partitions),
                settings=PARKED,
            )
            if isinstance(hearing, Hearing):
                yield TopicPlan(
                    replay_topic(group, prefix=prefix),
                    partitions=min(FEW, partitions),
                    settings=PARKED,
                )


def plans(services: Sequence[Service]) -> Iterable[CollectionPlan]:
    """Every collection: those that all share, then those of each service."""
    yield from _shared()
    yield from _own(services)


def _shared() -> Iterable[CollectionPlan]:
    yield CollectionPlan(
        database=IDENTITY, name="cards", indexes=CARD_INDEXES, holds=StoredCard
    )
    yield CollectionPlan(
        database=IDENTITY,
        name="sessions",
        indexes=SESSION_INDEXES,
        holds=StoredSession,
    )
    yield CollectionPlan(database=IDENTITY, name="client_uses")
    yield CollectionPlan(database=IDENTITY, name="erasing", holds=Trace)
    yield CollectionPlan(
        database=IDENTITY, name="data_parts", indexes=PART_INDEXES, holds=Part
    )
    yield CollectionPlan(database=IDENTITY, name="retention")
    yield CollectionPlan(
        database=IDENTITY, name="trace", indexes=CHAIN_INDEXES, is_sealed=True
    )
    yield CollectionPlan(
        database=IDENTITY, name="trace_waiting", indexes=WAITING_INDEXES
    )
    yield CollectionPlan(
        database=IDENTITY, name="idempotency", indexes=Idempotency.INDEXES
    )


def _own(services: Sequence[Service]) -> Iterable[CollectionPlan]:
    for service in services:
        yield from service.collections
        yield CollectionPlan(
            database=service.name, name="delayed", indexes=delays.INDEXES
        )
        yield CollectionPlan(
            database=service.name, name="due_jobs", indexes=DueJobs.INDEXES
        )
        if service.read_models:
            yield CollectionPlan(
                database=service.name,
                name="rebuilds",
                indexes=Rebuilds.INDEXES,
                holds=Rebuild,
            )


def beside(plan: CollectionPlan) -> list[str]:
    """Name the collections where events wait that are not in their documents."""
    bulk = [bulk_name(plan.name)] if plan.tells_in_bulk else []
    return [f"{plan.name}.removed", *bulk]


async def _make(platform: Platform, plan: CollectionPlan) -> None:
    database = platform.mongo.database(plan.database)
    await _create(database, plan)
    indexes = list(plan.indexes)
    if plan.tells:
        indexes.append(PENDING)
        for name in beside(plan):
            await _create(database, CollectionPlan(database=plan.database, name=name))
            await database[name].create_indexes([PENDING])
    if indexes:
        await database[plan.name].create_indexes(indexes)


async def _create(database: Database, plan: CollectionPlan) -> None:
    rule = {} if plan.model is None else {"validator": validator(plan.model)}
    if plan.is_sealed:
        rule = {"validator": NOTHING_FITS}
    options: dict[str, Any] = dict(rule)
    if plan.is_clustered:
        options["clusteredIndex"] = {"key": {"_id": 1}, "unique": True}
    try:
        await database.create_collection(plan.name, check_exists=False, **options)
    except OperationFailure as error:
        if error.code != NAMESPACE_EXISTS:
            raise
        if rule:
            await database.command({"collMod": plan.name, **rule})
