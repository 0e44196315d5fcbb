"""The whole application at work, with a mailbox that keeps what it sends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kit.platform import platform
from kit.running import application, migrate
from kit.running.serving import build_all
from maillage.embedded import Servers
from maillage.mailbox import mailbox
from maillage.running import SERVICES
from tests.support.harness import Client, Installation, _serving, settings_for
from tests.support.ports import own_port


@asynccontextmanager
async def network(servers: Servers, namespace: str) -> AsyncIterator[Installation]:
    """Install every service, and send its e-mails into the embedded mailbox."""
    port = own_port("mailbox", folder=Path(namespace))
    given = settings_for(servers, namespace)
    smtp = given.smtp.model_copy(update={"port": port, "security": "none"})
    settings = given.model_copy(update={"smtp": smtp, "log_level": "debug"})
    async with (
        platform(settings) as built,
        build_all(built, SERVICES) as provided,
        mailbox(built, port=port),
    ):
        await migrate(built, SERVICES, provided)
        app = application(built, SERVICES)
        async with _serving(app) as http:
            yield Installation(built, SERVICES, provided, app, Client(http, built))
