"""The mail server: one connection, used again, and its answers as types."""

import asyncio
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Protocol

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from kit.settings import SmtpSettings

from .models import Answer, Refused, Sent, ServerAbsent, TryLater
from .rules import judge

TIMEOUT_SECONDS = 30.0
GONE = (SMTPServerDisconnected, SMTPConnectError, SMTPTimeoutError, OSError)


class Sender(Protocol):
    async def send(self, message: EmailMessage, *, to: str) -> Answer: ...

    async def close(self) -> None: ...


class SmtpSender:
    """Never raises: what the server or the network does is an answer."""

    def __init__(self, smtp: SmtpSettings) -> None:
        self._smtp = smtp
        self._from = parseaddr(smtp.sender)[1]
        self._client: aiosmtplib.SMTP | None = None

    async def send(self, message: EmailMessage, *, to: str) -> Answer:
        try:
            client = await self._ready()
        except (SMTPException, OSError, ValueError) as error:
            await self._drop()
            return ServerAbsent(type(error).__name__)
        answer = await self._envelope(client, to)
        if answer is not None:
            return answer
        return await self._content(client, message)

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is None or not client.is_connected:
            return
        try:
            await client.quit(timeout=2)
        except (SMTPException, OSError):
            client.close()

    async def _ready(self) -> aiosmtplib.SMTP:
        """Return a live connection; an idle one may have been closed meanwhile."""
        if self._client is not None and self._client.is_connected:
            try:
                await self._client.rset()
            except (SMTPException, OSError):
                await self._drop()
            else:
                return self._client
        password = self._smtp.password
        self._client = aiosmtplib.SMTP(
            hostname=self._smtp.host,
            port=self._smtp.port,
            username=self._smtp.username,
            password=None if password is None else password.get_secret_value(),
            use_tls=self._smtp.security == "tls",
            start_tls=self._smtp.security == "starttls",
            timeout=TIMEOUT_SECONDS,
        )
        await self._client.connect()
        return self._client

    async def _envelope(self, client: aiosmtplib.SMTP, to: str) -> Answer | None:
        """Say from whom and to whom; nothing is sent yet, whatever is lost."""
        try:
            await client.mail(self._from)
            await client.rcpt(to)
        except SMTPAuthenticationError as error:
            return ServerAbsent(f"smtp_{error.code}")
        except SMTPResponseException as error:
            return judge(error.code)
        except GONE as error:
            await self._drop()
            return ServerAbsent(type(error).__name__)
        except (SMTPException, ValueError):
            return Refused("address_refused")
        return None

    async def _content(self, client: aiosmtplib.SMTP, message: EmailMessage) -> Answer:
        """Send the message; when the answer is lost, the same Message-ID goes again."""
        try:
            await client.data(message.as_bytes())
        except SMTPResponseException as error:
            return judge(error.code)
        except GONE:
            await self._drop()
            return TryLater("answer_lost")
        except SMTPException as error:
            return TryLater(type(error).__name__)
        return Sent()

    async def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()
            await asyncio.sleep(0)
