"""The relay role: one relay for each service, of which one process works at a time."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from kit.messaging.bus import KafkaBus
from kit.messaging.lease import MongoLease
from kit.messaging.outboxes import ChangeStreamBell, MongoOutbox
from kit.messaging.relay import Relay
from kit.platform import Platform
from kit.service import Service

STOP_SECONDS = 15.0


@asynccontextmanager
async def relays(
    platform: Platform, services: Sequence[Service]
) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        tasks = [
            asyncio.create_task((await _relay(platform, service, stack)).run(stop))
            for service in services
            if any(plan.tells for plan in service.collections)
        ]
        try:
            yield
        finally:
            stop.set()
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _relay(platform: Platform, service: Service, stack: AsyncExitStack) -> Relay:
    telling = [plan for plan in service.collections if plan.tells]
    databases = sorted({plan.database for plan in telling})
    bell = ChangeStreamBell([platform.mongo.database(name) for name in databases])
    bus = KafkaBus(
        platform.settings.kafka.bootstrap_servers, client_id=f"relay-{service.name}"
    )
    stack.push_async_callback(bus.close)
    return Relay(
        outboxes=[
            MongoOutbox(platform.collection(plan.database, name))
            for plan in telling
            for name in (plan.name, f"{plan.name}.removed")
        ],
        bus=bus,
        bell=await stack.enter_async_context(bell),
        lease=MongoLease(platform.collection(service.name, "leases"), "relay"),
        prefix=platform.prefix,
    )
