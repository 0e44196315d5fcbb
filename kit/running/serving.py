"""The api role: one application that includes every given service's routers."""

import asyncio
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
from kit.settings import HealthSettings, HttpSettings

from .needs import mongo_answers

ROLE = "api"
GRACE_SECONDS = 10
HEALTH_GRACE_SECONDS = 1


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
    """
    server = _server(app, http.host, http.port, http.forwarded_from, GRACE_SECONDS)
    serving = asyncio.create_task(server.serve())
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
    server = _server(app, settings.host, settings.port, "", HEALTH_GRACE_SECONDS)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        with platform.health.watching({"health": serving}):
            yield
    finally:
        server.should_exit = True
        await asyncio.wait({serving}, timeout=2 * HEALTH_GRACE_SECONDS)
        listening.close()


def _server(
    app: FastAPI, host: str, port: int, forwarded_from: str, grace_seconds: int
) -> uvicorn.Server:
    return _Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(forwarded_from),
            forwarded_allow_ips=forwarded_from,
            timeout_graceful_shutdown=grace_seconds,
        )
    )


class _Server(uvicorn.Server):
    """Signals belong to whoever runs the roles, not to one of them."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
