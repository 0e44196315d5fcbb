"""The stored messages in MongoDB, for thirty days."""

from datetime import datetime
from uuid import UUID

from kit.ids import new_id
from kit.mongo import Collection, Document, Index

from . import parsing
from .errors import MessageNotFound
from .models import Stored

KEPT_SECONDS = 30 * 24 * 3_600
PAGE = 50
LAST_SIGN = "\U0010ffff"


class MailboxRepository:
    """A tool of the embedded mode: it is nobody's, and takes no scope."""

    INDEXES = (
        Index("received_at", name="thirty_days", expireAfterSeconds=KEPT_SECONDS),
        Index([("recipients", 1), ("_id", -1)], name="recipient"),
    )

    def __init__(self, messages: Collection) -> None:
        self._messages = messages

    async def prepare(self) -> None:
        """Make the indexes: here, since no other mode has this collection."""
        await self._messages.create_indexes(list(self.INDEXES))

    async def add(
        self, raw: bytes, *, sender: str, recipients: list[str], at: datetime
    ) -> UUID:
        message = parsing.parse(raw)
        id_ = new_id()
        await self._messages.insert_one(
            {
                "_id": id_,
                "received_at": at,
                "sender": sender,
                "recipients": [one.lower() for one in recipients],
                "to": parsing.header(message, "To"),
                "subject": parsing.header(message, "Subject"),
                "raw": raw,
            }
        )
        return id_

    async def newest(
        self, *, recipient: str | None, before: UUID | None, limit: int = PAGE
    ) -> list[Stored]:
        """Return messages to addresses that start so, the newest first."""
        query: Document = {}
        if recipient:
            start = recipient.lower()
            within = {"$gte": start, "$lt": start + LAST_SIGN}
            query["recipients"] = {"$elemMatch": within}
        if before is not None:
            query["_id"] = {"$lt": before}
        found = self._messages.find(query, {"raw": False}).sort("_id", -1).limit(limit)
        return [Stored.model_validate({"id": one["_id"], **one}) async for one in found]

    async def count(self) -> int:
        return int(await self._messages.estimated_document_count())

    async def remove_to(self, address: str) -> int:
        """Forget the messages to this address, and return how many there were."""
        gone = await self._messages.delete_many({"recipients": address.lower()})
        return int(gone.deleted_count)

    async def get(self, message_id: UUID) -> tuple[Stored, bytes]:
        found = await self._messages.find_one({"_id": message_id})
        if found is None:
            raise MessageNotFound(message_id=message_id)
        raw: bytes = found.pop("raw")
        return Stored.model_validate({"id": found["_id"], **found}), raw
