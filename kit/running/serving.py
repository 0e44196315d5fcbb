"""The api role: one application that includes every given service's routers."""

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI

from kit.health import Health
from kit.http import create_application
from kit.http.health import router as health_router
from kit.platform import Platform
from kit.service import Provided, Service
from kit.setting_parts import HealthSettings
from kit.settings import HttpSettings

from .connections import limited, look_at
from .needs import mongo_answers

ROLE = "api"
GRACE_SECONDS = 10
HEALTH_GRACE_SECONDS = 1
ACCEPTED_AT_ONCE = 16
# uvicorn ticks ten times a second.
TICKS_EACH_LOOK = 10
# What MongoDB, Kafka and files need besides the connections of clients.
DESCRIPTORS_ELSE = 512


@asynccontextmanager
async def build_all(
    platform: Platform, services: Sequence[Service]
) -> AsyncIterator[Provided]:
    """Enter every service's own wiring on one platform."""
    provided: dict[type, object] = {}
    async with AsyncExitStack() as stack:
        for service in services:
            provided |= await stack.enter_async_context(service.build(platform))
        yield provided


def application(platform: Platform, services: Sequence[Service]) -> FastAPI:
    """Build the application; a mounted one would never run its own lifespan."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[Mapping[str, object]]:
        async with build_all(platform, services) as provided:
            with platform.health.needing(ROLE):
                # Kafka is not needed: what is told waits in the documents.
                platform.health.need(ROLE, "mongo", mongo_answers(platform))
                yield {"platform": platform, "services": provided, "judged": (ROLE,)}

    return create_application(
        "Maillage",
        lifespan,
        api=[router for service in services for router in service.api],
        pages=[router for service in services for router in service.pages],
        origins=(platform.settings.public_url,),
    )


async def serve(
    app: FastAPI,
    http: HttpSettings,
    stop: asyncio.Event,
    *,
    health: Health | None = None,
) -> None:
    """Serve until `stop`; then be unready for a while, and let requests finish.

    While it drains, a gateway sees `/readyz` and sends nobody any more.

    Raises:
        OSError: the port is taken.
    """
    allow_descriptors(http.connections_max)
    server = _server(app, http, GRACE_SECONDS)
    serving = asyncio.create_task(server.serve(sockets=bound(http)))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if health is not None:
        health.is_stopping = True
    if not serving.done() and http.drain_seconds:
        await asyncio.wait({serving}, timeout=http.drain_seconds)
    server.should_exit = True
    stopping.cancel()
    await serving


@asynccontextmanager
async def health_served(
    platform: Platform, settings: HealthSettings, role: str
) -> AsyncIterator[None]:
    """Tell how a role without pages is, on a small port of its own, if there is one.

    Raises:
        OSError: the port is taken.
    """
    if settings.port == 0:
        yield
        return

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[Mapping[str, object]]:
        yield {"platform": platform, "judged": (role,)}

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(health_router)
    # Bound here: uvicorn would end the process.
    listening = socket.create_server((settings.host, settings.port))
    http = HttpSettings(host=settings.host, port=settings.port, forwarded_from="")
    server = _server(app, http, HEALTH_GRACE_SECONDS)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        with platform.health.watching({"health": serving}):
            yield
    finally:
        server.should_exit = True
        await asyncio.wait({serving}, timeout=2 * HEALTH_GRACE_SECONDS)
        listening.close()


def bound(http: HttpSettings) -> list[socket.socket]:
    """Bind the address once, under several descriptors of the one queue.

    The loop takes one connection from a descriptor at each turn; in a crowd turns are
    long, and whoever is new would wait for seconds to be refused.

    Raises:
        OSError: the port is taken.
    """
    family = socket.AF_INET6 if ":" in http.host else socket.AF_INET
    first = socket.socket(family)
    try:
        first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        first.bind((http.host, http.port))
    except OSError:
        first.close()
        raise
    return [first, *(first.dup() for _ in range(ACCEPTED_AT_ONCE - 1))]


def allow_descriptors(connections: int) -> None:
    """Let the process have as many open files as it may have connections."""
    wanted = connections + DESCRIPTORS_ELSE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _server(app: FastAPI, http: HttpSettings, grace_seconds: int) -> uvicorn.Server:
    return _Server(
        uvicorn.Config(
            app,
            host=http.host,
            port=http.port,
            http=limited(http),
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(http.forwarded_from),
            forwarded_allow_ips=http.forwarded_from,
            timeout_graceful_shutdown=grace_seconds,
        )
    )


class _Server(uvicorn.Server):
    """Signals belong to whoever runs the roles; slow connections are looked for."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def on_tick(self, counter: int) -> bool:
        if counter % TICKS_EACH_LOOK == 0:
            look_at(self.server_state.connections, asyncio.get_running_loop().time())
        return await super().on_tick(counter)
