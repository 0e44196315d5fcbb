"""A subscriber's own small server on loopback: it keeps what it receives."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

HOST = "127.0.0.1"


@dataclass
class Subscriber:
    url: str = ""
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.received.append((dict(request.headers), await request.read()))
        return web.Response(status=204)

    async def has_received(self) -> bool:
        return bool(self.received)


@asynccontextmanager
async def subscriber() -> AsyncIterator[Subscriber]:
    served = Subscriber()
    app = web.Application()
    app.router.add_post("/webhooks", served.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    served.url = f"http://{HOST}:{runner.addresses[0][1]}/webhooks"
    try:
        yield served
    finally:
        await runner.cleanup()
