"""The index in MongoDB: every query about it stands here."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from kit.copies import overtake
from kit.mongo import Collection, Document, Index
from kit.scope import Everything, Scope, both, within
from kit.words import beginning_with
from services.hub.search.models import Entry, Kind

BY_NAME: Final = (("order", 1), ("_id", 1))


class EntryRepository:
    """A query takes a scope; what is public is found by everybody."""

    INDEXES = (
        Index([("kind", 1), ("words", 1)], name="words"),
        Index([("kind", 1), ("holder_id", 1), ("words", 1)], name="held"),
        Index("person_id", name="person", sparse=True),
    )

    def __init__(self, entries: Collection) -> None:
        self._entries = entries

    async def overtake(self, told: Iterable[tuple[Entry, int]]) -> None:
        await overtake(self._entries, told)

    async def named(
        self, kind: Kind, beginnings: Sequence[str], *, scope: Scope, limit: int
    ) -> list[Entry]:
        """Return by name what is in scope and has a word for each beginning."""
        query = _kept(kind, seen(scope))
        return await self._list(query, beginnings, limit=limit)

    async def public(
        self, kind: Kind, beginnings: Sequence[str], *, limit: int
    ) -> list[Entry]:
        return await self._list(
            _kept(kind, {"is_public": True}), beginnings, limit=limit
        )

    async def people(self, *, scope: Scope) -> list[UUID] | None:
        """Return the persons of the advisors in scope; none said means all."""
        if isinstance(scope, Everything):
            return None
        query = _kept(Kind.ADVISOR, seen(scope))
        found = self._entries.find(query, {"person_id": True})
        return [one["person_id"] async for one in found]

    async def advisors(
        self, person_ids: Iterable[UUID], *, scope: Scope
    ) -> dict[UUID, Entry]:
        """Return by person the advisors among these who are in scope."""
        query = _kept(Kind.ADVISOR, seen(scope))
        query = both(query, {"person_id": {"$in": list(person_ids)}})
        return {one["person_id"]: _read(one) async for one in self._entries.find(query)}

    async def _list(
        self, query: Document, beginnings: Sequence[str], *, limit: int
    ) -> list[Entry]:
        query = both(query, beginning_with(beginnings, field="words"))
        found = self._entries.find(query).sort(list(BY_NAME)).limit(limit)
        return [_read(one) async for one in found]


def _kept(kind: Kind, within_scope: Document) -> Document:
    return both({"kind": kind, "is_gone": False}, within_scope)


def seen(scope: Scope) -> Document:
    """Keep a query to what these hold, and what lies in these regions and places."""
    return within(scope, field="holder_id", region="regions", structure="structure_ids")


def _read(document: Document) -> Entry:
    return Entry.model_validate({"id": document["_id"], **document})
