"""The api role: one application that includes every given service's routers."""

import asyncio
from collections.abc import AsyncIterator, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI

from kit.http import create_application
from kit.platform import Platform
from kit.service import Provided, Service
from kit.settings import HttpSettings

GRACE_SECONDS = 10


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
            yield {"platform": platform, "services": provided}

    return create_application(
        "Maillage",
        lifespan,
        api=[router for service in services for router in service.api],
        pages=[router for service in services for router in service.pages],
        origins=(platform.settings.public_url,),
    )


async def serve(app: FastAPI, http: HttpSettings, stop: asyncio.Event) -> None:
    """Serve until `stop`, then let the requests in flight finish."""
    server = _Server(
        uvicorn.Config(
            app,
            host=http.host,
            port=http.port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=http.forwarded_from,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving


class _Server(uvicorn.Server):
    """Signals belong to whoever runs the roles, not to one of them."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
