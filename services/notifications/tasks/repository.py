"""What waits, in MongoDB; and what the committees' shared documents say of a person."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from kit.copies import overtake
from kit.mongo import Collection, Index
from schemas.documents.governance import Committee, place_id

from .models import Kind, Waiting

MANY = 500
OPENERS = frozenset({"secretary", "chair"})


class WaitingRepository:
    INDEXES = (Index([("audience", 1), ("kind", 1)], name="audience"),)

    def __init__(self, waiting: Collection) -> None:
        self._waiting = waiting

    async def overtake(self, told: Iterable[tuple[Waiting, int]]) -> None:
        await overtake(self._waiting, told)

    async def for_any(self, audience: Sequence[str], *, now: datetime) -> list[Waiting]:
        """Return what waits for these; the oldest, when they are very many.

        Letters and sleepers are counted: a flood of them would hide all else.
        """
        query = {
            "audience": {"$in": list(audience)},
            "kind": {"$nin": [None, Kind.DEAD_LETTERS, Kind.SLEEPERS]},
            "$or": [{"kind": {"$ne": Kind.ATTEND}}, {"due_at": {"$gt": now}}],
        }
        found = self._waiting.find(query).sort("since", 1).limit(MANY)
        return [
            Waiting.model_validate({"id": one["_id"], **one}) async for one in found
        ]

    async def count(
        self, kind: Kind, audience: Sequence[str]
    ) -> tuple[int, datetime | None]:
        """Count what waits of a kind, and say since when the oldest does."""
        query = {"audience": {"$in": list(audience)}, "kind": kind}
        counted = await self._waiting.count_documents(query)
        oldest = self._waiting.find(query, {"since": True}).sort("since", 1)
        async for one in oldest.limit(1):
            return counted, one["since"]
        return counted, None

    async def sleeping(
        self, audience: Sequence[str], *, now: datetime
    ) -> tuple[int, Waiting | None]:
        """Count the accounts that are yet to be closed; return the first to be."""
        query = {
            "audience": {"$in": list(audience)},
            "kind": Kind.SLEEPERS,
            "due_at": {"$gt": now},
        }
        count = await self._waiting.count_documents(query)
        async for one in self._waiting.find(query).sort("due_at", 1).limit(1):
            return count, Waiting.model_validate({"id": one["_id"], **one})
        return 0, None


class SharedDocuments:
    """What any service may read of the committees; nothing is written here."""

    def __init__(
        self,
        *,
        committees: Collection,
        dossiers: Collection,
        ballots: Collection,
        participations: Collection,
    ) -> None:
        self._committees = committees
        self._dossiers = dossiers
        self._cast = (ballots, participations)

    async def committees_opened_by(self, person_id: UUID, *, on: date) -> list[str]:
        """Return the committees where this person may open a vote on that day."""
        query = {"members.person_id": person_id}
        found = self._committees.find(query, {"pending": False})
        committees = [
            Committee.model_validate({"id": one["_id"], **one}) async for one in found
        ]
        return [
            committee.code
            for committee in committees
            if any(
                member.person_id == person_id
                and member.role in OPENERS
                and member.sits_on(on)
                for member in committee.members
            )
        ]

    async def voted_by(
        self, person_id: UUID, vote_ids: Sequence[UUID]
    ) -> frozenset[UUID]:
        """Return in which of these the person has voted: that, and never how."""
        if not vote_ids:
            return frozenset()
        places = [place_id(vote_id, person_id) for vote_id in vote_ids]
        query = {"_id": {"$in": places}, "has_voted": True}
        found: set[UUID] = set()
        for documents in self._cast:
            cursor = documents.find(query, {"_id": False, "vote_id": True})
            found |= {one["vote_id"] async for one in cursor}
        return frozenset(found)

    async def titles(self, dossier_ids: Iterable[UUID]) -> dict[str, str]:
        """Return the titles of dossiers, by id as text."""
        query = {"_id": {"$in": list(set(dossier_ids))}}
        found = self._dossiers.find(query, {"title": True})
        return {str(one["_id"]): one["title"] async for one in found}
