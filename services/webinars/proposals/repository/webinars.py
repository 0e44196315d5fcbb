"""Webinars in MongoDB: every query about them stands here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.mongo import Document, Index, Transaction
from kit.scope import Everything, Held, Scope, within
from kit.storage import Aggregates
from schemas.base import Event
from schemas.events.webinars import WebinarState
from services.webinars.proposals.errors import WebinarNotFound
from services.webinars.proposals.models import Webinar

PUBLIC: Document = {"published_at": {"$ne": None}}
NOBODY = Held(frozenset())


class WebinarRepository:
    """A webinar is its organisation's until it is published, then everyone's."""

    INDEXES = (
        Index([("state", 1), ("starts_at", 1), ("_id", 1)], name="agenda"),
        Index([("organisation_id", 1), ("_id", -1)], name="organisation"),
        Index([("state", 1), ("_id", -1)], name="state"),
    )

    def __init__(self, webinars: Aggregates[Webinar]) -> None:
        self._webinars = webinars

    async def get(
        self, webinar_id: UUID, *, scope: Scope, tx: Transaction | None = None
    ) -> Webinar:
        """Return one that `scope` holds.

        Raises:
            WebinarNotFound: there is none, or it is somebody else's.
        """
        return await self._one(webinar_id, within(scope, field="organisation_id"), tx)

    async def get_visible(
        self, webinar_id: UUID, *, scope: Scope, tx: Transaction | None = None
    ) -> Webinar:
        """Return one that is public, or that `scope` holds.

        Raises:
            WebinarNotFound: there is none, or it is not for this reader.
        """
        return await self._one(webinar_id, _visible(scope), tx)

    async def get_public(
        self, webinar_id: UUID, *, tx: Transaction | None = None
    ) -> Webinar:
        return await self._one(webinar_id, PUBLIC, tx)

    async def find_added(self, webinar_id: UUID, *, tx: Transaction) -> Webinar | None:
        """Find what the same command, sent before, has added."""
        return await self._webinars.find({"_id": webinar_id}, tx=tx)

    async def list_held(
        self,
        *,
        scope: Scope,
        state: WebinarState | None = None,
        before: UUID | None = None,
        limit: int,
    ) -> list[Webinar]:
        """List the newest first."""
        query = within(scope, field="organisation_id")
        if state is not None:
            query["state"] = state
        if before is not None:
            query["_id"] = {"$lt": before}
        return await self._webinars.list(query, sort=[("_id", -1)], limit=limit)

    async def list_agenda(
        self,
        *,
        ending_after: datetime,
        theme: str | None = None,
        region: str | None = None,
        after: tuple[datetime, UUID] | None = None,
        limit: int,
    ) -> list[Webinar]:
        """List what is open, the soonest first; a national one is for every region."""
        conditions: list[Document] = [
            {"state": "open", "ends_at": {"$gt": ending_after}}
        ]
        if theme is not None:
            conditions.append({"themes": theme})
        if region is not None:
            conditions.append({"$or": [{"regions": region}, {"regions": []}]})
        if after is not None:
            at, id_ = after
            same = {"starts_at": at, "_id": {"$gt": id_}}
            conditions.append({"$or": [{"starts_at": {"$gt": at}}, same]})
        return await self._webinars.list(
            {"$and": conditions}, sort=[("starts_at", 1), ("_id", 1)], limit=limit
        )

    async def count_agenda(self, *, ending_after: datetime) -> int:
        return await self._webinars.count(
            {"state": "open", "ends_at": {"$gt": ending_after}}
        )

    async def by_ids(self, webinar_ids: Sequence[UUID]) -> dict[UUID, Webinar]:
        """Return those that are public."""
        query: dict[str, Any] = {"_id": {"$in": list(set(webinar_ids))}, **PUBLIC}
        return {one.id: one for one in await self._webinars.list(query)}

    async def proposed_by(
        self, person_id: UUID, *, organisations: Sequence[UUID]
    ) -> list[Webinar]:
        """List what a person, or one of these organisations, has proposed."""
        theirs = {"organisation_id": {"$in": list(organisations)}}
        query: Document = {"$or": [{"proposed_by": person_id}, theirs]}
        return await self._webinars.list(query)

    async def spoken_before(self, before: datetime, *, limit: int) -> list[Webinar]:
        """List what ended before, and still says who spoke."""
        query: Document = {"ends_at": {"$lt": before}, "speakers.0": {"$exists": True}}
        return await self._webinars.list(query, limit=limit)

    async def rewrite(self, before: Webinar, after: Webinar, *, at: datetime) -> None:
        """Change what no event tells."""
        await self._webinars.change(before, after, at=at)

    async def add(
        self, webinar: Webinar, fact: Event, *, at: datetime, tx: Transaction
    ) -> Webinar:
        return await self._webinars.add(webinar, fact, at=at, tx=tx)

    async def change(
        self,
        before: Webinar,
        after: Webinar,
        fact: Event,
        *,
        at: datetime,
        tx: Transaction | None = None,
    ) -> Webinar:
        return await self._webinars.change(before, after, fact, at=at, tx=tx)

    async def _one(
        self, webinar_id: UUID, allowed: Document, tx: Transaction | None
    ) -> Webinar:
        webinar = await self._webinars.find({"_id": webinar_id, **allowed}, tx=tx)
        if webinar is None:
            raise WebinarNotFound(webinar_id)
        return webinar


def _visible(scope: Scope) -> Document:
    if isinstance(scope, Everything):
        return {}
    return {"$or": [PUBLIC, within(scope, field="organisation_id")]}
