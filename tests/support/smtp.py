"""A genuine SMTP server on a free port that keeps what it takes, and can refuse."""

import asyncio
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from kit.settings import SmtpSettings

HOST = "127.0.0.1"


@dataclass
class Post:
    """`answers` are given to the next messages, in order, before any is taken."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def settings(self) -> SmtpSettings:
        return SmtpSettings(host=HOST, port=self.port, security="none")

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        raw = envelope.original_content or b""
        self.messages.append(message_from_bytes(raw, policy=default))
        self.recipients += envelope.rcpt_tos
        return "250 2.0.0 taken"

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Post"]:
        """Listen while the block runs; opened again, at the same port."""
        loop = asyncio.get_running_loop()

        def protocol() -> SMTP:
            self.connections += 1
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                return SMTP(self, hostname="localhost", loop=loop)

        server = await loop.create_server(protocol, HOST, self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            await server.wait_closed()
