"""Where somebody's words and name lie among the committees' documents."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.mongo import Collection, Mongo, Transaction
from kit.storage import Aggregates
from schemas.documents.governance import Dossier


class ForgettingRepository:
    """A worker's: no reader comes here, so it takes no sight."""

    def __init__(
        self,
        *,
        dossiers: Aggregates[Dossier],
        ballots: Collection,
        votes: Collection,
        mongo: Mongo,
    ) -> None:
        self._dossiers = dossiers
        self._ballots = ballots
        self._votes = votes
        self._mongo = mongo

    async def take_reasons_back(self, person_id: UUID) -> int:
        """Take the reasons that a person gave by name out of the votes' results."""

        async def do(tx: Transaction) -> int:
            given = {"person_id": person_id, "reason": {"$ne": None}}
            count = 0
            async for ballot in self._ballots.find(given, session=tx):
                said = {"_id": ballot["vote_id"], "reasons": ballot["reason"]}
                taken = await self._votes.update_one(
                    said,
                    {"$pull": {"reasons": ballot["reason"]}, "$inc": {"version": 1}},
                    session=tx,
                )
                count += taken.modified_count
            return count

        return await self._mongo.transaction(do)

    async def dossiers_of(
        self, person_id: UUID, *, organisations: Sequence[UUID]
    ) -> list[Dossier]:
        mine = {"opened_by": person_id}
        theirs = {"organisation_id": {"$in": list(organisations)}}
        return await self._dossiers.list({"$or": [mine, theirs]})

    async def rewrite(self, before: Dossier, after: Dossier, *, at: datetime) -> None:
        await self._dossiers.change(before, after, at=at)
