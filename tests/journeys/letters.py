"""The e-mails that reached the embedded mail server by SMTP, as they came."""

import re
from collections.abc import Awaitable, Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from icalendar import Calendar
from pymongo import AsyncMongoClient

from maillage.embedded import Servers

Reading = Callable[[str], Awaitable[list["Letter"]]]
LINK = re.compile(r"https?://[^\s<>\"]+")


class Letter:
    def __init__(self, raw: bytes) -> None:
        self.message: EmailMessage = message_from_bytes(raw, policy=default)

    def __repr__(self) -> str:
        return f"<{self.subject}>"

    @property
    def subject(self) -> str:
        return str(self.message["Subject"]).replace("\u00a0", " ")

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def header(self, name: str) -> str:
        return str(self.message.get(name, ""))

    def link(self, containing: str) -> str:
        """Return the only link whose address contains this."""
        found = {one.rstrip(".,;)") for one in LINK.findall(self.text)}
        (link,) = (str(one) for one in found if containing in one)
        return link

    @property
    def calendar(self) -> Calendar:
        """Read the part on which mail programs act, as they do."""
        (part,) = (
            part
            for part in self.message.walk()
            if part.get_content_type() == "text/calendar"
        )
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        read = Calendar.from_ical(content)
        assert part.get_param("method") == str(read["method"])
        return read

    def _body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        assert part is not None, f"no {kind} in {self!r}"
        return str(part.get_content())


async def letters_to(
    email: str, *, servers: Servers, namespace: str, about: str = ""
) -> list[Letter]:
    """Return what arrived for this address, oldest first."""
    client: AsyncMongoClient[dict[str, bytes]] = AsyncMongoClient(servers.mongo_url)
    async with client:
        mailbox = client[f"{namespace}_notifications"]["mailbox"]
        found = mailbox.find({"recipients": email}).sort("_id", 1)
        letters = [Letter(one["raw"]) async for one in found]
    return [one for one in letters if about in one.subject]
