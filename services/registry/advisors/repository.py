"""Advisors in MongoDB: every query about them stands here."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from kit.mongo import Document, DuplicateKey, Index, Transaction
from kit.scope import Scope, both, within
from kit.storage import Aggregates
from kit.trace import saw, wrote
from schemas.base import Event

from .errors import AdvisorExists, AdvisorNotFound
from .models import ActiveCounts, Advisor, AdvisorFilter
from .rules import prefixes

ORDER = (("sort_key", 1), ("_id", 1))


class AdvisorRepository:
    INDEXES = (
        Index("person_id", name="person", unique=True),
        Index([("centre_id", 1), *ORDER], name="centre"),
        Index([("status", 1), *ORDER], name="status"),
        Index([*ORDER], name="order"),
        Index("words", name="words"),
        Index("themes", name="themes"),
        Index("departments", name="departments"),
        Index("affiliations.structure_id", name="structures"),
        Index("origin.batch_id", name="origin"),
    )

    def __init__(self, advisors: Aggregates[Advisor]) -> None:
        self._advisors = advisors

    async def get(
        self, advisor_id: UUID, *, scope: Scope, tx: Transaction | None = None
    ) -> Advisor:
        query = both({"_id": advisor_id}, seen(scope))
        advisor = await self._advisors.find(query, tx=tx)
        if advisor is None:
            raise AdvisorNotFound(advisor_id=advisor_id)
        saw([advisor.person_id])
        return advisor

    async def get_of_person(
        self, person_id: UUID, *, tx: Transaction | None = None
    ) -> Advisor:
        """Return the person's own record: the person is the scope."""
        advisor = await self._advisors.find({"person_id": person_id}, tx=tx)
        if advisor is None:
            raise AdvisorNotFound
        saw([advisor.person_id])
        return advisor

    async def by_ids(
        self, advisor_ids: Iterable[UUID], *, scope: Scope
    ) -> dict[UUID, Advisor]:
        return await self._by_id({"_id": {"$in": list(advisor_ids)}}, scope=scope)

    async def by_persons(
        self, person_ids: Iterable[UUID], *, scope: Scope
    ) -> dict[UUID, Advisor]:
        """Return advisors by the id of their person."""
        query = {"person_id": {"$in": list(person_ids)}}
        found = await self._by_id(query, scope=scope)
        return {one.person_id: one for one in found.values()}

    async def all(self, *, scope: Scope) -> list[Advisor]:
        return await self._list(seen(scope))

    async def of_batch(self, batch_id: UUID, *, scope: Scope) -> list[Advisor]:
        """Return what a census created and is still here."""
        query = both({"origin.batch_id": batch_id}, seen(scope))
        return await self._list(query)

    async def list_page(
        self,
        kept: AdvisorFilter,
        *,
        scope: Scope,
        after: UUID | None,
        limit: int,
    ) -> list[Advisor]:
        """Return up to `limit` by name, those after one of them when it is given.

        Raises:
            AdvisorNotFound: `after` names nobody in scope.
        """
        query = both(seen(scope), matching(kept))
        if after is not None:
            last = await self.get(after, scope=scope)
            query = both(query, _following(last))
        return await self._list(query, sort=ORDER, limit=limit)

    async def count_by_status(
        self, kept: AdvisorFilter, *, scope: Scope
    ) -> dict[str, int]:
        """Count what the filter keeps, whatever status it names."""
        anywhere = kept.model_copy(update={"status": None})
        query = both(seen(scope), matching(anywhere))
        stages: list[Document] = [
            {"$match": query},
            {"$group": {"_id": "$status", "count": {"$sum": 1}}},
        ]
        found = self._advisors.documents.aggregate(stages)
        return {row["_id"]: row["count"] async for row in found}

    async def at_structure(
        self, structure_id: UUID, *, scope: Scope
    ) -> Sequence[Advisor]:
        """List by name who works, or has worked, in one structure."""
        query = both({"affiliations.structure_id": structure_id}, seen(scope))
        return await self._list(query, sort=ORDER)

    async def at_structures(
        self, structure_ids: Iterable[UUID], *, scope: Scope
    ) -> dict[UUID, Advisor]:
        """Return by id who works, or has worked, in any of the structures."""
        query = {"affiliations.structure_id": {"$in": list(structure_ids)}}
        return await self._by_id(query, scope=scope)

    async def left_before(self, before: datetime, *, limit: int) -> list[Advisor]:
        """List who left the network before then, whatever centre held them."""
        query = {"status": "left", "halt.at": {"$lt": before}}
        return await self._advisors.list(query, limit=limit)

    async def holders_among(self, centre_ids: Iterable[UUID]) -> set[UUID]:
        """Tell which centres hold an advisor."""
        query = {"centre_id": {"$in": list(centre_ids)}}
        return set(await self._advisors.documents.distinct("centre_id", query))

    async def count_active(self, *, scope: Scope) -> ActiveCounts:
        """Count active advisors where their structures are."""
        query = both({"status": "active"}, seen(scope))
        by = {
            name: [{"$unwind": f"${name}"}, {"$sortByCount": f"${name}"}]
            for name in ("departments", "regions")
        }
        facets = {**by, "total": [{"$count": "count"}]}
        stages: list[Document] = [{"$match": query}, {"$facet": facets}]
        [row] = await self._advisors.documents.aggregate(stages).to_list(1)
        return ActiveCounts(
            total=sum(one["count"] for one in row["total"]),
            by_department={one["_id"]: one["count"] for one in row["departments"]},
            by_region={one["_id"]: one["count"] for one in row["regions"]},
        )

    async def add(
        self,
        advisor: Advisor,
        *facts: Event,
        at: datetime,
        tx: Transaction | None = None,
    ) -> Advisor:
        await wrote([advisor.person_id], tx=tx)
        try:
            return await self._advisors.add(advisor, *facts, at=at, tx=tx)
        except DuplicateKey as error:
            raise AdvisorExists(person_id=advisor.person_id) from error

    async def add_many(
        self, told: Iterable[tuple[Advisor, Sequence[Event]]], *, at: datetime
    ) -> int:
        """Add those whose id is not there yet, and return how many were new."""
        added = list(told)
        await wrote(advisor.person_id for advisor, _ in added)
        return await self._advisors.add_many(added, at=at)

    async def change(
        self,
        before: Advisor,
        after: Advisor,
        *facts: Event,
        at: datetime,
        tx: Transaction | None = None,
    ) -> Advisor:
        await wrote([before.person_id], tx=tx)
        return await self._advisors.change(before, after, *facts, at=at, tx=tx)

    async def remove(
        self, advisor: Advisor, *facts: Event, at: datetime, tx: Transaction
    ) -> None:
        await wrote([advisor.person_id], tx=tx)
        await self._advisors.remove(advisor, *facts, at=at, tx=tx)

    async def remove_many(
        self,
        told: Sequence[tuple[Advisor, Sequence[Event]]],
        *,
        at: datetime,
        tx: Transaction,
    ) -> None:
        await wrote((advisor.person_id for advisor, _ in told), tx=tx)
        await self._advisors.remove_many(told, at=at, tx=tx)

    async def _by_id(self, query: Document, *, scope: Scope) -> dict[UUID, Advisor]:
        found = await self._list(both(query, seen(scope)))
        return {one.id: one for one in found}

    async def _list(
        self,
        query: Document,
        *,
        sort: Sequence[tuple[str, int]] = (("_id", 1),),
        limit: int = 0,
    ) -> list[Advisor]:
        """Return what matches, and note whose records these are."""
        found = await self._advisors.list(query, sort=sort, limit=limit)
        saw(one.person_id for one in found)
        return found


def seen(scope: Scope) -> Document:
    """Keep a query to advisors of these centres, or who work in these places."""
    return within(
        scope,
        field="centre_id",
        region="regions",
        structure="affiliations.structure_id",
    )


def matching(kept: AdvisorFilter) -> Document:
    """Turn a filter into a query; each word of a name is a beginning."""
    fields = {
        "status": kept.status,
        "themes": kept.theme,
        "departments": kept.department,
        "affiliations.structure_id": kept.structure_id,
    }
    query: Document = {
        name: value for name, value in fields.items() if value is not None
    }
    words = [{"words": {"$regex": f"^{re.escape(w)}"}} for w in prefixes(kept.name)]
    return query | ({"$and": words} if words else {})


def _following(last: Advisor) -> Document:
    same = {"sort_key": last.sort_key, "_id": {"$gt": last.id}}
    return {"$or": [{"sort_key": {"$gt": last.sort_key}}, same]}
