"""Committees in MongoDB: every query about them stands here."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kit.mongo import Index, Transaction
from kit.storage import Aggregates
from schemas.base import Event
from schemas.documents.governance import Committee
from schemas.events.governance import CommitteeCode

from .errors import CommitteeNotFound


class CommitteeRepository:
    """Who sits where is known to all who may read committees: no query has a scope."""

    INDEXES = (
        Index("code", name="code", unique=True),
        Index("members.person_id", name="members"),
    )

    def __init__(self, committees: Aggregates[Committee]) -> None:
        self._committees = committees

    async def get(
        self, code: CommitteeCode, *, tx: Transaction | None = None
    ) -> Committee:
        found = await self._committees.find({"code": code}, tx=tx)
        if found is None:
            raise CommitteeNotFound
        return found

    async def list_all(self) -> list[Committee]:
        return await self._committees.list({}, sort=[("acronym", 1)])

    async def with_seat_of(self, person_id: UUID) -> list[Committee]:
        """Return the committees where this person sits, has sat or will sit."""
        return await self._committees.list({"members.person_id": person_id})

    async def add_missing(
        self, told: Iterable[tuple[Committee, Event]], *, at: datetime
    ) -> int:
        """Write the committees that do not exist yet."""
        documents = [(committee, (fact,)) for committee, fact in told]
        return await self._committees.add_many(documents, at=at)

    async def change(
        self,
        before: Committee,
        after: Committee,
        fact: Event,
        *,
        at: datetime,
        tx: Transaction | None = None,
    ) -> Committee:
        return await self._committees.change(before, after, fact, at=at, tx=tx)
