"""Dossiers in the committees' shared documents, as this service opens them."""

from datetime import datetime

from kit.mongo import Collection, ReturnDocument, Transaction
from kit.storage import Aggregates
from schemas.base import Event
from schemas.documents.governance import Dossier


class DossierRepository:
    def __init__(self, dossiers: Aggregates[Dossier], counters: Collection) -> None:
        self._dossiers = dossiers
        self._counters = counters

    async def next_number(self, year: int, *, tx: Transaction) -> str:
        """Take the next number of the year; a transaction that fails gives it back."""
        counter = await self._counters.find_one_and_update(
            {"_id": f"dossier/{year}"},
            {"$inc": {"last": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=tx,
        )
        return f"{year}-{counter['last']:04}"

    async def add(
        self, dossier: Dossier, fact: Event, *, at: datetime, tx: Transaction
    ) -> Dossier:
        return await self._dossiers.add(dossier, fact, at=at, tx=tx)
