"""Dossiers in the committees' shared database: opened here, decided elsewhere."""

from datetime import datetime
from uuid import UUID

from kit.mongo import Collection, ReturnDocument, Transaction
from kit.storage import Aggregates
from schemas.documents.governance import Dossier
from schemas.events.governance import DossierOpened


class DossierRepository:
    """A dossier is looked for by its own id, after its webinar was found in scope."""

    def __init__(self, dossiers: Aggregates[Dossier], counters: Collection) -> None:
        self._dossiers = dossiers
        self._counters = counters

    async def next_number(self, year: int, *, tx: Transaction) -> str:
        """Count within the year, without gaps: undone with the transaction."""
        counter = await self._counters.find_one_and_update(
            {"_id": f"dossier/{year}"},
            {"$inc": {"last": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=tx,
        )
        return f"{year}-{counter['last']:04}"

    async def add(
        self, dossier: Dossier, fact: DossierOpened, *, at: datetime, tx: Transaction
    ) -> Dossier:
        return await self._dossiers.add(dossier, fact, at=at, tx=tx)

    async def find(self, dossier_id: UUID) -> Dossier | None:
        return await self._dossiers.find({"_id": dossier_id})
