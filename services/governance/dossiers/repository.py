"""Dossiers in MongoDB: every query about them stands here."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from kit.http import decode_cursor, encode_cursor
from kit.http.pagination import InvalidCursor
from kit.mongo import Document, Index, Transaction
from kit.scope import Everything
from kit.storage import Aggregates
from schemas.base import Event, Stored
from schemas.documents.governance import Dossier
from services.governance.committees.models import Sight

from .errors import DossierNotFound
from .models import Filter

D = TypeVar("D", bound=Stored)

NEWEST_FIRST = (("opened_at", -1), ("_id", -1))


class DossierRepository:
    INDEXES = (
        Index("number", name="number", unique=True),
        Index(list(NEWEST_FIRST), name="newest"),
        Index([("path.committee", 1), *NEWEST_FIRST], name="committees"),
        Index([("organisation_id", 1), *NEWEST_FIRST], name="organisation"),
        Index([("kind", 1), ("object_id", 1)], name="object"),
    )

    def __init__(self, dossiers: Aggregates[Dossier]) -> None:
        self._dossiers = dossiers

    async def get(
        self, reference: str | UUID, *, sight: Sight, tx: Transaction | None = None
    ) -> Dossier:
        """Return the dossier of this number or id, if it may be seen."""
        found = await self.find(reference, sight=sight, tx=tx)
        if found is None:
            raise DossierNotFound
        return found

    async def find(
        self, reference: str | UUID, *, sight: Sight, tx: Transaction | None = None
    ) -> Dossier | None:
        query = {"$and": [_named(reference), seen_by(sight)]}
        return await self._dossiers.find(query, tx=tx)

    async def search(
        self, wanted: Filter, *, sight: Sight, after: str | None, limit: int
    ) -> tuple[list[Dossier], str | None]:
        """Return dossiers, newest first, and the cursor of what follows."""
        parts = [seen_by(sight), _wanted(wanted), following(after, field="opened_at")]
        found = await self._dossiers.list(
            {"$and": parts}, sort=NEWEST_FIRST, limit=limit + 1
        )
        return cut(found, limit=limit, at=lambda one: one.opened_at)

    async def by_ids(self, ids: Iterable[UUID], *, sight: Sight) -> list[Dossier]:
        query = {"$and": [{"_id": {"$in": list(ids)}}, seen_by(sight)]}
        return await self._dossiers.list(query, sort=NEWEST_FIRST)

    async def change(
        self,
        before: Dossier,
        after: Dossier,
        *facts: Event,
        at: datetime,
        tx: Transaction,
    ) -> Dossier:
        return await self._dossiers.change(before, after, *facts, at=at, tx=tx)


def seen_by(sight: Sight) -> Document:
    """Keep a query to what members, the partner concerned, or a worker may see."""
    if isinstance(sight, Everything) or sight.is_admin:
        return {}
    return {
        "$or": [
            {"path.committee": {"$in": list(sight.seats)}},
            {"organisation_id": {"$in": list(sight.organisations)}},
            {"_id": {"$in": list(sight.called_to)}},
        ]
    }


def _named(reference: str | UUID) -> Document:
    try:
        return {"_id": UUID(str(reference))}
    except ValueError:
        return {"number": str(reference)}


def _wanted(wanted: Filter) -> Document:
    query: Document = {}
    if wanted.committee is not None:
        query["path.committee"] = wanted.committee
    if wanted.state is not None:
        query["state"] = wanted.state
    return query


def following(after: str | None, *, field: str) -> Document:
    """Keep a query, newest first by `field`, to what comes after this cursor.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if after is None:
        return {}
    try:
        at, id_ = decode_cursor(after)
        place, last = datetime.fromisoformat(at), UUID(id_)
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidCursor from error
    return {"$or": [{field: {"$lt": place}}, {field: place, "_id": {"$lt": last}}]}


def cut(
    found: list[D], *, limit: int, at: Callable[[D], datetime]
) -> tuple[list[D], str | None]:
    """Return a page of what was found with one too many, and the next cursor."""
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], encode_cursor([at(last).isoformat(), str(last.id)])
