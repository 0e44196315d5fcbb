"""Occasions of acting for another, in the shared identity database."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kit.mongo import Collection, Index, Transaction
from kit.trace import wrote

from .models import Impersonation


class ImpersonationRepository:
    """The person is the scope: each reads who came in their place."""

    INDEXES = (Index([("person_id", 1), ("started_at", -1)], name="person"),)

    def __init__(self, occasions: Collection) -> None:
        self._occasions = occasions

    async def add(self, begun: Impersonation, *, tx: Transaction) -> None:
        await wrote([begun.person_id], tx=tx)
        document = begun.model_dump()
        await self._occasions.insert_one(
            {"_id": document.pop("id"), **document}, session=tx
        )

    async def end(self, id_: UUID, *, at: datetime, tx: Transaction) -> None:
        await self._occasions.update_one(
            {"_id": id_, "ended_at": None}, {"$set": {"ended_at": at}}, session=tx
        )

    async def of_person(self, person_id: UUID, *, limit: int) -> list[Impersonation]:
        """Return the latest first."""
        found = self._occasions.find({"person_id": person_id})
        latest = found.sort("started_at", -1).limit(limit)
        return [_read(one) async for one in latest]


def _read(document: dict[str, Any]) -> Impersonation:
    return Impersonation(id=document.pop("_id"), **document)
