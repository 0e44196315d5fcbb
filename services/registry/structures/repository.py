"""Structures in MongoDB: every query about them stands here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.mongo import Document, DuplicateKey, Index, Transaction
from kit.scope import Scope, both, within
from kit.storage import Aggregates
from schemas.base import Event
from services.registry.territories.models import Position
from services.registry.territories.rules import fold

from .errors import SiretTaken, StructureNotFound
from .models import Structure, StructureFilter

BY_NAME = (("name_key", 1), ("_id", 1))
Place = tuple[str, UUID]


class StructureRepository:
    INDEXES = (
        Index(
            "siret",
            name="siret",
            unique=True,
            partialFilterExpression={"siret": {"$type": "string"}},
        ),
        Index([("name_key", 1), ("_id", 1)], name="name"),
        Index([("centre_id", 1), ("name_key", 1), ("_id", 1)], name="holder"),
        Index([("department", 1), ("name_key", 1)], name="department"),
        Index("tokens", name="tokens"),
        Index([("point", "2dsphere")], name="point"),
        Index("provenance.batch_id", name="batch", sparse=True),
    )

    def __init__(self, structures: Aggregates[Structure]) -> None:
        self._structures = structures

    async def get(
        self, structure_id: UUID, *, scope: Scope, tx: Transaction | None = None
    ) -> Structure:
        found = await self.find(structure_id, scope=scope, tx=tx)
        if found is None:
            raise StructureNotFound(structure_id)
        return found

    async def find(
        self, structure_id: UUID, *, scope: Scope, tx: Transaction | None = None
    ) -> Structure | None:
        query = both({"_id": structure_id}, seen(scope))
        return await self._structures.find(query, tx=tx)

    async def by_ids(self, ids: Iterable[UUID], *, scope: Scope) -> list[Structure]:
        query = both({"_id": {"$in": list(ids)}}, seen(scope))
        return await self._structures.list(query)

    async def forget(self, emails: Iterable[str]) -> int:
        """Take addresses that were a person's off the structures that gave them."""
        written = await self._structures.documents.update_many(
            {"email": {"$in": list(emails)}},
            {"$set": {"email": None}, "$inc": {"version": 1}},
        )
        return int(written.modified_count)

    async def names_of(self, structure_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        """Give names, which are public: of all centres."""
        found = self._structures.documents.find(
            {"_id": {"$in": list(set(structure_ids))}}, {"name": True}
        )
        return {one["_id"]: one["name"] async for one in found}

    async def known(
        self, *, sirets: Iterable[str], name_keys: Iterable[str], scope: Scope
    ) -> list[Structure]:
        """List what a file may speak of: by SIRET, or by folded name."""
        named: Document = {
            "$or": [
                {"siret": {"$in": sorted(sirets)}},
                {"name_key": {"$in": sorted(name_keys)}},
            ]
        }
        return await self._structures.list(both(named, seen(scope)))

    async def of_batch(self, batch_id: UUID, *, scope: Scope) -> list[Structure]:
        query = both({"provenance.batch_id": batch_id}, seen(scope))
        return await self._structures.list(query)

    async def search(
        self,
        wanted: StructureFilter,
        *,
        scope: Scope,
        after: Place | None = None,
        limit: int,
    ) -> list[Structure]:
        """List by name, going on after the place that another answer ended at."""
        query = both(_query(wanted, scope), _after(after))
        return await self._structures.list(query, sort=BY_NAME, limit=limit)

    async def count(self, wanted: StructureFilter, *, scope: Scope) -> int:
        return await self._structures.count(_query(wanted, scope))

    async def departments(self, *, scope: Scope) -> list[str]:
        """Name the departments where there are structures."""
        found = await self._structures.documents.distinct("department", seen(scope))
        return sorted(found)

    async def nearest(
        self, position: Position, *, limit: int, scope: Scope
    ) -> list[Structure]:
        """List reception points by their distance."""
        point = [position.longitude, position.latitude]
        query = both({"is_reception_point": True}, seen(scope))
        near: Document = {
            "near": {"type": "Point", "coordinates": point},
            "distanceField": "metres",
            "query": query,
            "key": "point",
            "spherical": True,
        }
        stages: list[Document] = [
            {"$geoNear": near},
            {"$limit": limit},
            {"$unset": ["pending", "metres"]},
        ]
        found = self._structures.documents.aggregate(stages)
        return [self._structures.read(document) async for document in found]

    async def unlocated(self, department: str, *, scope: Scope) -> list[Structure]:
        """List a department's reception points of which nobody knows the position."""
        query = {"department": department, "is_reception_point": True, "point": None}
        return await self._structures.list(both(query, seen(scope)))

    async def count_by_department(self, *, scope: Scope) -> dict[str, tuple[int, int]]:
        """Count structures, and how many of them are reception points."""
        counted: Document = {
            "_id": "$department",
            "all": {"$sum": 1},
            "open": {"$sum": {"$cond": ["$is_reception_point", 1, 0]}},
        }
        stages = [{"$match": seen(scope)}, {"$group": counted}]
        found = self._structures.documents.aggregate(stages)
        return {row["_id"]: (row["all"], row["open"]) async for row in found}

    async def add(
        self,
        structure: Structure,
        fact: Event,
        *,
        at: datetime,
        tx: Transaction | None = None,
    ) -> Structure:
        """Add one.

        Raises:
            SiretTaken: another structure has its SIRET.
        """
        try:
            return await self._structures.add(structure, fact, at=at, tx=tx)
        except DuplicateKey as error:
            raise SiretTaken from error

    async def add_many(
        self, told: Iterable[tuple[Structure, Sequence[Event]]], *, at: datetime
    ) -> int:
        """Add those whose ids are not there yet, and return how many were new."""
        return await self._structures.add_many(told, at=at)

    async def change(
        self,
        before: Structure,
        after: Structure,
        *facts: Event,
        at: datetime,
        tx: Transaction | None = None,
    ) -> Structure:
        """Write what differs.

        Raises:
            SiretTaken: another structure has the new SIRET.
        """
        try:
            return await self._structures.change(before, after, *facts, at=at, tx=tx)
        except DuplicateKey as error:
            raise SiretTaken from error

    async def remove(
        self, structure: Structure, *facts: Event, at: datetime, tx: Transaction
    ) -> None:
        await self._structures.remove(structure, *facts, at=at, tx=tx)

    async def remove_many(
        self,
        told: Sequence[tuple[Structure, Sequence[Event]]],
        *,
        at: datetime,
        tx: Transaction,
    ) -> None:
        await self._structures.remove_many(told, at=at, tx=tx)

    async def holders_among(
        self, centre_ids: Iterable[UUID], *, without: Iterable[UUID]
    ) -> set[UUID]:
        """Tell which centres hold a structure other than those to leave out."""
        query = {"centre_id": {"$in": list(centre_ids)}, "_id": {"$nin": list(without)}}
        return set(await self._structures.documents.distinct("centre_id", query))


def seen(scope: Scope) -> Document:
    """Keep a query to these structures, and those of these centres and regions."""
    return within(scope, field="centre_id", region="region", structure="_id")


def _query(wanted: StructureFilter, scope: Scope) -> Document:
    exact: dict[str, Any] = {
        "kind": wanted.kind,
        "department": wanted.department,
        "is_reception_point": wanted.is_reception_point,
    }
    query: Document = {n: value for n, value in exact.items() if value is not None}
    words = fold(wanted.search).split()
    if words:
        query["$and"] = [{"tokens": _beginning(word)} for word in words]
    return both(seen(scope), query)


def _after(place: Place | None) -> Document:
    if place is None:
        return {}
    name, id_ = place
    return {
        "$or": [{"name_key": {"$gt": name}}, {"name_key": name, "_id": {"$gt": id_}}]
    }


def _beginning(word: str) -> Document:
    return {"$regex": f"^{re.escape(word)}"}
