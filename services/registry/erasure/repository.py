"""Erasures in MongoDB: proofs that name nobody, so that they take no scope."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kit.mongo import Index, Transaction
from kit.storage import Aggregates
from schemas.base import Event

from .errors import ErasureNotFound
from .models import Erasure

LISTED_MAX = 200


class ErasureRepository:
    INDEXES = (Index([("asked_at", -1), ("_id", -1)], name="newest"),)

    def __init__(self, erasures: Aggregates[Erasure]) -> None:
        self._erasures = erasures

    async def find(
        self, person_id: UUID, *, tx: Transaction | None = None
    ) -> Erasure | None:
        return await self._erasures.find({"_id": person_id}, tx=tx)

    async def get(self, person_id: UUID, *, tx: Transaction | None = None) -> Erasure:
        found = await self.find(person_id, tx=tx)
        if found is None:
            raise ErasureNotFound(person_id=person_id)
        return found

    async def known_among(self, person_ids: Iterable[UUID]) -> set[UUID]:
        """Tell whose erasure is asked for, done, or was withdrawn."""
        query = {"_id": {"$in": list(person_ids)}}
        return {one.id for one in await self._erasures.list(query)}

    async def latest(self) -> list[Erasure]:
        return await self._erasures.list(
            {}, sort=[("asked_at", -1), ("_id", -1)], limit=LISTED_MAX
        )

    async def add(
        self, erasure: Erasure, *facts: Event, at: datetime, tx: Transaction
    ) -> Erasure:
        return await self._erasures.add(erasure, *facts, at=at, tx=tx)

    async def change(
        self,
        before: Erasure,
        after: Erasure,
        *facts: Event,
        at: datetime,
        tx: Transaction,
    ) -> Erasure:
        return await self._erasures.change(before, after, *facts, at=at, tx=tx)
