"""Reading one's inbox."""

from uuid import UUID

from kit.clock import Clock
from kit.http import decode_cursor, encode_cursor
from kit.texts import Language
from services.notifications.templates.service import Writer

from . import rules
from .models import Entry, EntryView, InboxView
from .repository import EntryRepository


class InboxService:
    def __init__(
        self, *, entries: EntryRepository, writer: Writer, clock: Clock
    ) -> None:
        self._entries = entries
        self._writer = writer
        self._clock = clock

    async def newest(
        self,
        person_id: UUID,
        *,
        language: Language,
        cursor: str | None = None,
        unread_only: bool = False,
        limit: int = 30,
    ) -> InboxView:
        """Return a page of entries, the newest first.

        Raises:
            InvalidCursor: `cursor` is not one that a page gave.
        """
        after = None if cursor is None else rules.read_place(decode_cursor(cursor))
        found = await self._entries.newest(
            person_id, after=after, unread_only=unread_only, limit=limit + 1
        )
        shown = found[:limit]
        has_more = len(found) > limit
        return InboxView(
            items=[self._view(entry, language) for entry in shown],
            unread_count=await self._entries.count_unread(person_id),
            next=encode_cursor(rules.place(shown[-1])) if has_more else None,
        )

    async def read(
        self, entry_id: UUID, *, person_id: UUID, language: Language
    ) -> EntryView:
        """Mark it as read and return it.

        Raises:
            EntryNotFound: there is none, or it is somebody else's.
        """
        await self._entries.get(entry_id, person_id=person_id)
        await self._entries.mark_read(person_id, [entry_id], at=self._clock())
        entry = await self._entries.get(entry_id, person_id=person_id)
        return self._view(entry, language)

    async def read_all(self, person_id: UUID) -> None:
        await self._entries.mark_all_read(person_id, at=self._clock())

    def _view(self, entry: Entry, language: Language) -> EntryView:
        line = self._writer.line(entry.matter, language=language)
        return EntryView(
            id=entry.id,
            family=entry.matter.family,
            template=entry.matter.template,
            about=entry.matter.about,
            created_at=entry.created_at,
            read_at=entry.read_at,
            **line.model_dump(),
        )
