"""The registry and the notifications at work together, with a mail server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from kit.platform import platform
from kit.running import application, migrate
from kit.running.serving import build_all
from kit.service import Service
from maillage.embedded import Servers
from services.notifications.roles import NOTIFICATIONS
from services.registry.roles import REGISTRY
from tests.integration.notifications.conftest import OTHERS
from tests.support.harness import (
    Client,
    Installation,
    _serving,
    eventually,
    settings_for,
)
from tests.support.smtp import Post


@dataclass
class Posted:
    it: Installation
    post: Post

    async def letter(self, subject: str, *, to: str) -> str:
        """Wait for a letter so titled, and return its text."""

        async def find() -> str | None:
            for message, recipient in zip(
                self.post.messages, self.post.recipients, strict=True
            ):
                if recipient == to and subject in str(message["Subject"]):
                    part = message.get_body(("plain",))
                    return None if part is None else str(part.get_content())
            return None

        return str(await eventually(find, seconds=20))


@asynccontextmanager
async def posted(
    servers: Servers, namespace: str, **changes: Any
) -> AsyncIterator[Posted]:
    """Run the two, their relays and workers, while the block runs."""
    known = {*REGISTRY.topics}
    others = Service(
        name="others",
        build=OTHERS.build,
        topics=tuple(one for one in OTHERS.topics if one not in known),
    )
    async with Post().open() as post:
        settings = settings_for(servers, namespace).model_copy(
            update={"smtp": post.settings, **changes}
        )
        services = (REGISTRY, NOTIFICATIONS, others)
        async with (
            platform(settings) as built,
            build_all(built, services) as provided,
        ):
            await migrate(built, services, provided)
            app = application(built, services)
            async with _serving(app) as http:
                client = Client(http, built)
                it = Installation(built, services, provided, app, client)
                async with it.working():
                    yield Posted(it, post)
