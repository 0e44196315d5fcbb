"""An SMTP server on loopback whose messages go into MongoDB."""

import asyncio
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from kit.clock import Clock
from kit.mongo import MongoError
from kit.platform import Platform
from kit.settings import SmtpSettings
from services.notifications.mailbox.repository import MailboxRepository

log = structlog.get_logger()

HOST = "127.0.0.1"
MESSAGE_BYTES_MAX = 2 * 2**20


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where the server listens."""

    host: str
    port: int

    def settings(self, smtp: SmtpSettings) -> SmtpSettings:
        """Return the settings that send everything here."""
        return smtp.model_copy(
            update={"host": self.host, "port": self.port, "security": "none"}
        )


class Keeper:
    """Answers 250 once a message is stored, and 451 while the store is absent."""

    def __init__(self, messages: MailboxRepository, *, clock: Clock) -> None:
        self._messages = messages
        self._clock = clock

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        raw = envelope.original_content or b""
        try:
            await self._messages.add(
                raw,
                sender=envelope.mail_from or "",
                recipients=list(envelope.rcpt_tos),
                at=self._clock(),
            )
        except MongoError as error:
            log.warning("mailbox.store_unavailable", error=type(error).__name__)
            return "451 4.3.0 the store is absent, try again later"
        return "250 2.0.0 kept"


@asynccontextmanager
async def mailbox(platform: Platform, *, port: int = 0) -> AsyncIterator[Mailbox]:
    """Listen while the block runs; port 0 takes a free one."""
    messages = MailboxRepository(platform.collection("notifications", "mailbox"))
    await messages.prepare()
    keeper = Keeper(messages, clock=platform.clock)
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        with warnings.catch_warnings():
            # It recommends TLS, which loopback does not need.
            warnings.simplefilter("ignore", UserWarning)
            return SMTP(
                keeper,
                data_size_limit=MESSAGE_BYTES_MAX,
                hostname="localhost",
                ident="Maillage",
                enable_SMTPUTF8=True,
                loop=loop,
            )

    server = await loop.create_server(protocol, HOST, port)
    try:
        yield Mailbox(HOST, server.sockets[0].getsockname()[1])
    finally:
        server.close()
        await server.wait_closed()
