"""Every role of every service in one process, on one platform."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from kit.platform import Platform, platform
from kit.running import (
    application,
    migrate,
    relays,
    serve,
    tune_garbage_collection,
    workers,
)
from kit.running.serving import build_all
from kit.service import Provided, Service
from kit.settings import HttpSettings, Settings

from .mailbox import open_mailbox

POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Whole:
    """The running whole. `serving` ends when the site no longer answers."""

    platform: Platform
    provided: Provided
    serving: asyncio.Task[None]


@asynccontextmanager
async def whole(
    settings: Settings, services: Sequence[Service], *, on_migrated: Callable[[], None]
) -> AsyncIterator[Whole]:
    """Migrate, then run; the site goes first when the block ends, then what it fed."""
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        built = await stack.enter_async_context(platform(settings))
        provided = await stack.enter_async_context(build_all(built, services))
        await migrate(built, services, provided)
        on_migrated()
        if settings.allows("mailbox"):
            mailbox = open_mailbox(built, port=settings.smtp.port)
            await stack.enter_async_context(mailbox)
        await stack.enter_async_context(relays(built, services))
        await stack.enter_async_context(workers(built, services, provided))
        app = application(built, [_built(one, provided) for one in services])
        serving = asyncio.create_task(
            serve(app, settings.http, stop, health=built.health)
        )
        watching = asyncio.create_task(_stop_when_dead(built, stop))
        try:
            await _answers(settings.http, serving)
            tune_garbage_collection()
            yield Whole(built, provided, serving)
        finally:
            stop.set()
            watching.cancel()
            await serving


async def _stop_when_dead(built: Platform, stop: asyncio.Event) -> None:
    """End the site with any part that died: who supervises starts all of it again."""
    await built.health.died.wait()
    stop.set()


def _built(service: Service, provided: Provided) -> Service:
    """Hand the site what the workers use: one process needs one of each."""

    @asynccontextmanager
    async def build(_: Platform) -> AsyncIterator[Provided]:
        yield provided

    return replace(service, build=build)


async def _answers(http: HttpSettings, serving: asyncio.Task[None]) -> None:
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(http.host, http.port)
        except OSError:
            await asyncio.sleep(POLL_SECONDS)
            continue
        writer.close()
        return
