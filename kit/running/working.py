"""The worker role: what the services hear, and what falls due."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog

from kit.health import Health, Need
from kit.messaging.bounds import ended
from kit.messaging.consuming import Reader
from kit.messaging.deadletters import DeadLetters, replay_topic
from kit.messaging.delays import MongoDelays
from kit.messaging.inbox import Inbox
from kit.messaging.raw import RawReader
from kit.messaging.reading import Contracts
from kit.messaging.subscription import (
    TRANSIENT,
    Broker,
    Subscription,
    create_broker,
)
from kit.messaging.topics import existing
from kit.platform import Platform
from kit.service import Hearing, Provided, RawHearing, Service

from .needs import kafka_answers, mongo_answers

log = structlog.get_logger()

ROLE = "worker"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
BROKER_SECONDS = 2.0
LOOK_SECONDS = 5.0


class MissingTopics(Exception):
    """`migrate` has not run: nobody else may create topics."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(", ".join(sorted(names)))


@asynccontextmanager
async def workers(
    platform: Platform, services: Sequence[Service], provided: Provided
) -> AsyncIterator[None]:
    """Hear and work until the block ends, then let what is in flight finish.

    Raises:
        MissingTopics: some topic of the services' groups does not exist.
        KafkaUnavailable: no broker answers.
        TimeoutError: the groups could not be joined in time.
    """
    broker = create_broker(platform.settings.kafka.bootstrap_servers)
    hearings = [
        (service, hearing)
        for service in services
        for hearing in service.hears(provided)
    ]
    await _check_topics(platform, [hearing for _, hearing in hearings])
    subscriptions = [
        _subscribe(platform, broker, service, hearing) for service, hearing in hearings
    ]
    stop = asyncio.Event()
    works = {
        f"work {service.name}/{place}/{getattr(work, '__qualname__', '')}": work(stop)
        for service in services
        for place, work in enumerate(service.works(provided))
    }
    tasks = {name: asyncio.create_task(work) for name, work in works.items()}
    try:
        async with asyncio.timeout(START_SECONDS):
            await broker.start()
        async with _watched(platform, subscriptions, tasks):
            yield
    finally:
        stop.set()
        await asyncio.gather(
            *(one.stop() for one in subscriptions), _finish(list(tasks.values()))
        )
        await ended(broker.stop(), seconds=BROKER_SECONDS)


@asynccontextmanager
async def _watched(
    platform: Platform,
    subscriptions: Sequence[Subscription],
    works: dict[str, asyncio.Task[None]],
) -> AsyncIterator[None]:
    """Run what stands beside the readers, and have the death of any part noticed."""
    health = platform.health
    beside: dict[str, asyncio.Task[Any]] = {
        f"reader {one.group}/{place}": asyncio.create_task(part)
        for one in subscriptions
        for place, part in enumerate(one.beside())
    }
    beside["readers"] = asyncio.create_task(_look_after(health, subscriptions))
    try:
        with health.watching(works | beside), health.needing(ROLE):
            health.need(ROLE, "mongo", mongo_answers(platform))
            health.need(ROLE, "kafka", kafka_answers(platform))
            for one in subscriptions:
                health.need(ROLE, one.group, _state_of(one))
            yield
    finally:
        for task in beside.values():
            task.cancel()
        await asyncio.wait(beside.values(), timeout=BROKER_SECONDS)


async def _look_after(health: Health, subscriptions: Sequence[Subscription]) -> None:
    """Tell a reader's death, seen twice: a frozen process has to wake first."""
    seen: dict[str, str] = {}
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        faults = {one.group: one.fault for one in subscriptions}
        found = {group: fault for group, fault in faults.items() if fault is not None}
        for group in found.keys() & seen.keys():
            health.fail(f"reader {group}", found[group])
        seen = found


def _state_of(subscription: Subscription) -> Need:
    async def state() -> tuple[bool, str]:
        if (fault := subscription.fault) is not None:
            return False, fault
        is_assigned = subscription.is_assigned
        return is_assigned, "assigned" if is_assigned else "joining"

    return state


def _subscribe(
    platform: Platform,
    broker: Broker,
    service: Service,
    hearing: Hearing | RawHearing,
) -> Subscription:
    group, prefix = hearing.group.name, platform.prefix
    topics = [prefix + topic for topic in hearing.group.topics]
    if isinstance(hearing, Hearing):
        topics.append(replay_topic(group, prefix=prefix))
    return Subscription(
        broker,
        topics=topics,
        group=prefix + group,
        reader=_reader(platform, service, hearing),
        session_timeout_ms=platform.settings.kafka.session_timeout_ms,
    )


def _reader(
    platform: Platform, service: Service, hearing: Hearing | RawHearing
) -> Reader:
    group = hearing.group.name
    parking = DeadLetters(platform.bus, group=group, prefix=platform.prefix)
    if isinstance(hearing, RawHearing):
        return RawReader(
            group=group,
            handler=hearing.handler,
            parking=parking,
            clock=platform.clock,
            transient=TRANSIENT,
        )
    delayed = platform.collection(service.name, "delayed")
    return Inbox(
        group=group,
        contracts=Contracts(hearing.contracts),
        handler=hearing.handler,
        delays=MongoDelays(delayed, group=group),
        parking=parking,
        clock=platform.clock,
        transient=TRANSIENT,
        backoff=hearing.backoff,
    )


async def _check_topics(
    platform: Platform, hearings: Sequence[Hearing | RawHearing]
) -> None:
    wanted = {platform.prefix + t for hearing in hearings for t in hearing.group.topics}
    missing = wanted - await existing(platform.settings.kafka.bootstrap_servers)
    if missing:
        raise MissingTopics(missing)


async def _finish(works: Sequence[asyncio.Task[None]]) -> None:
    if not works:
        return
    _, late = await asyncio.wait(works, timeout=STOP_SECONDS)
    for task in late:
        task.cancel()
    await asyncio.gather(*works, return_exceptions=True)
