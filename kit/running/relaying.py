"""The relay role: one relay for each service, of which one process works at a time."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from kit.bulk_outbox import bulk_name
from kit.health import Need
from kit.messaging.bell import ChangeStreamBell
from kit.messaging.bus import KafkaBus
from kit.messaging.lease import MongoLease
from kit.messaging.outboxes import MongoBulkOutbox, MongoOutbox, MongoSurvey, Surveyed
from kit.messaging.relay import Relay
from kit.mongo import Collection
from kit.platform import Platform
from kit.service import CollectionPlan, Service

from .needs import kafka_answers

ROLE = "relay"
STOP_SECONDS = 10.0


@asynccontextmanager
async def relays(
    platform: Platform, services: Sequence[Service]
) -> AsyncIterator[None]:
    """Relay until the block ends, then let the batch on its way finish."""
    stop = asyncio.Event()
    telling = [one for one in services if any(plan.tells for plan in one.collections)]
    async with AsyncExitStack() as stack:
        bell = ChangeStreamBell(platform.mongo, _databases(telling))
        made = {one.name: _relay(platform, one, bell, stack) for one in telling}
        await stack.enter_async_context(bell)
        tasks = {
            f"relay {name}": asyncio.create_task(relay.run(stop))
            for name, relay in made.items()
        }
        try:
            with platform.health.watching(tasks), platform.health.needing(ROLE):
                platform.health.need(ROLE, "kafka", kafka_answers(platform))
                for name, relay in made.items():
                    platform.health.need(ROLE, name, _state_of(relay))
                yield
        finally:
            stop.set()
            bell.ring_all()
            await _finish(tasks.values())


def _relay(
    platform: Platform, service: Service, bell: ChangeStreamBell, stack: AsyncExitStack
) -> Relay:
    telling = [plan for plan in service.collections if plan.tells]
    bus = KafkaBus(
        platform.settings.kafka.bootstrap_servers, client_id=f"relay-{service.name}"
    )
    stack.push_async_callback(bus.close)
    outboxes = [one for plan in telling for one in _outboxes(platform, plan)]
    return Relay(
        outboxes=outboxes,
        bus=bus,
        bell=Surveyed(bell.ring_for(_databases([service])), MongoSurvey(outboxes)),
        lease=MongoLease(platform.collection(service.name, "leases"), ROLE),
        name=service.name,
        prefix=platform.prefix,
        site=platform.settings.public_url,
        clock=platform.clock,
    )


def _outboxes(platform: Platform, plan: CollectionPlan) -> list[MongoOutbox]:
    """Open where a collection's events wait: what is told in bulk goes first."""

    def opened(name: str) -> Collection:
        return platform.collection(plan.database, name)

    documents = [opened(plan.name), opened(f"{plan.name}.removed")]
    if not plan.tells_in_bulk:
        return [MongoOutbox(one) for one in documents]
    bulk = opened(bulk_name(plan.name))
    return [MongoBulkOutbox(bulk), *(MongoOutbox(one, first=bulk) for one in documents)]


def _databases(services: Iterable[Service]) -> list[str]:
    """Name the databases in which these services write what they tell."""
    plans = [plan for one in services for plan in one.collections]
    return sorted({plan.database for plan in plans if plan.tells})


def _state_of(relay: Relay) -> Need:
    async def state() -> tuple[bool, str]:
        if not relay.turns:
            return False, "hangs"
        return True, "leads" if relay.leads else "stands by"

    return state


async def _finish(tasks: Iterable[asyncio.Task[None]]) -> None:
    running = list(tasks)
    if running:
        _, late = await asyncio.wait(running, timeout=STOP_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
