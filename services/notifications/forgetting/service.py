"""Erases the stored e-mails to an address that nobody has any more."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from kit.people import Trace
from services.notifications.mailbox.repository import MailboxRepository

CODE: Final = "notifications.mailbox"


class MailboxForgetting:
    def __init__(self, messages: MailboxRepository) -> None:
        self._messages = messages

    async def erase(self, person_id: UUID, trace: Trace | None) -> Mapping[str, int]:
        del person_id
        if trace is None:
            return {}
        known = dict.fromkeys((*trace.own_emails, *trace.other_emails))
        count = sum([await self._messages.remove_to(one) for one in known])
        return {CODE: count} if count else {}
