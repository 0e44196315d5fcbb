"""Votes in MongoDB; who may see one is who may see its dossier."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kit.mongo import DuplicateKey, Index, Transaction
from kit.storage import Aggregates
from schemas.base import Event
from schemas.documents.governance import Vote
from services.governance.votes.errors import VoteAlreadyOpen, VoteNotFound

OPEN = {"state": "open"}


class VoteRepository:
    """Its callers have read the dossier within their sight, or show where they sit."""

    INDEXES = (
        Index("dossier_id", name="one_open", unique=True, partialFilterExpression=OPEN),
        Index([("dossier_id", 1), ("opened_at", 1)], name="dossier"),
        Index([("state", 1), ("electors.person_id", 1)], name="electors"),
    )

    def __init__(self, votes: Aggregates[Vote]) -> None:
        self._votes = votes

    async def find(
        self, vote_id: UUID, *, tx: Transaction | None = None
    ) -> Vote | None:
        return await self._votes.find({"_id": vote_id}, tx=tx)

    async def get(self, vote_id: UUID, *, tx: Transaction | None = None) -> Vote:
        found = await self.find(vote_id, tx=tx)
        if found is None:
            raise VoteNotFound
        return found

    async def of_dossier(self, dossier_id: UUID) -> list[Vote]:
        return await self._votes.list(
            {"dossier_id": dossier_id}, sort=[("opened_at", 1)]
        )

    async def open_on(self, dossier_ids: Iterable[UUID]) -> list[Vote]:
        return await self._votes.list({**OPEN, "dossier_id": {"$in": [*dossier_ids]}})

    async def open_for(self, person_id: UUID) -> list[Vote]:
        """Return the open votes in which this person may vote, soonest end first."""
        mine = {"$elemMatch": {"person_id": person_id, "is_set_aside": False}}
        return await self._votes.list(
            {**OPEN, "electors": mine}, sort=[("closes_at", 1)]
        )

    async def add(
        self, vote: Vote, fact: Event, *, at: datetime, tx: Transaction
    ) -> Vote:
        try:
            return await self._votes.add(vote, fact, at=at, tx=tx)
        except DuplicateKey as error:
            raise VoteAlreadyOpen(number=vote.dossier_number) from error

    async def change(
        self, before: Vote, after: Vote, fact: Event, *, at: datetime, tx: Transaction
    ) -> Vote:
        return await self._votes.change(before, after, fact, at=at, tx=tx)
