"""A subscriber's own small server: takes webhooks on loopback, checks signatures."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

HOST = "127.0.0.1"
PREFIX = "whsec_"


@dataclass
class Receiver:
    """`secret` is known once subscribed; `verified` are the events it signed."""

    url: str = ""
    secret: str = ""
    verified: list[Any] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not is_signed(body, request.headers, secret=self.secret):
            return web.Response(status=401)
        self.verified.append(await request.json())
        return web.Response(status=204)


def is_signed(body: bytes, headers: Any, *, secret: str) -> bool:
    """Verify as Standard Webhooks 1.0 says: one of the signatures is ours."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    told = f"{headers.get('webhook-id')}.{headers.get('webhook-timestamp')}."
    digest = hmac.new(key, told.encode() + body, hashlib.sha256).digest()
    ours = f"v1,{base64.b64encode(digest).decode()}"
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(ours, one) for one in given)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """Listen on a free port while the block runs."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/webhooks", receiver.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    try:
        receiver.url = f"http://{HOST}:{runner.addresses[0][1]}/webhooks"
        yield receiver
    finally:
        await runner.cleanup()
