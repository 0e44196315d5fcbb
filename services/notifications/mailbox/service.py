"""Opening the messages that the embedded mail server received."""

from uuid import UUID

from kit.errors import NotFound

from . import parsing
from .errors import MessageNotFound
from .models import Attachment, Opened, Stored
from .repository import PAGE, MailboxRepository


class MailboxService:
    def __init__(self, messages: MailboxRepository, *, is_allowed: bool) -> None:
        self._messages = messages
        self._is_allowed = is_allowed

    def check(self) -> None:
        """Let nobody in where there is no mailbox.

        Raises:
            NotFound: in any mode but the embedded one.
        """
        if not self._is_allowed:
            raise NotFound

    async def newest(
        self, *, recipient: str | None, before: UUID | None
    ) -> tuple[list[Stored], UUID | None]:
        """Return a page of messages, and where the next one goes on."""
        found = await self._messages.newest(
            recipient=recipient, before=before, limit=PAGE + 1
        )
        shown = found[:PAGE]
        return shown, shown[-1].id if len(found) > PAGE else None

    async def count(self) -> int:
        return await self._messages.count()

    async def open(self, message_id: UUID) -> Opened:
        stored, raw = await self._messages.get(message_id)
        return parsing.opened(stored, raw)

    async def html(self, message_id: UUID) -> str:
        found = (await self.open(message_id)).html
        if found is None:
            raise MessageNotFound(message_id=message_id)
        return found

    async def attachment(
        self, message_id: UUID, index: int
    ) -> tuple[Attachment, bytes]:
        stored, raw = await self._messages.get(message_id)
        described = parsing.opened(stored, raw).attachments
        if index >= len(described):
            raise MessageNotFound(message_id=message_id)
        part = parsing.attachments(parsing.parse(raw))[index]
        return described[index], parsing.content(part)
