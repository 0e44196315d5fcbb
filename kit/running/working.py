"""The worker role: what the services hear, and what falls due."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import structlog

from kit.messaging.deadletters import DeadLetters, replay_topic
from kit.messaging.delays import MongoDelays
from kit.messaging.inbox import Inbox
from kit.messaging.raw import RawReader
from kit.messaging.reading import Contracts
from kit.messaging.subscription import (
    TRANSIENT,
    Broker,
    Reader,
    Subscription,
    create_broker,
)
from kit.messaging.topics import existing
from kit.platform import Platform
from kit.service import Hearing, Provided, RawHearing, Service

log = structlog.get_logger()

START_SECONDS = 60.0
STOP_SECONDS = 15.0


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
    works = [
        asyncio.create_task(work(stop))
        for service in services
        for work in service.works(provided)
    ]
    await asyncio.wait_for(broker.start(), START_SECONDS)
    for subscription in subscriptions:
        subscription.start_retries()
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*(one.stop() for one in subscriptions))
        await asyncio.wait({asyncio.ensure_future(broker.stop())}, timeout=STOP_SECONDS)
        await _finish(works)


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
