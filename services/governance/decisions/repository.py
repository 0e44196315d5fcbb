"""Decisions in MongoDB: added once and never changed."""

from datetime import datetime
from uuid import UUID

from kit.mongo import Collection, Document, Index, ReturnDocument, Transaction
from kit.scope import Everything
from kit.storage import Aggregates
from schemas.base import Event
from schemas.documents.governance import Decision
from services.governance.committees.models import Sight
from services.governance.dossiers.repository import cut, following

from .errors import DecisionNotFound
from .models import Filter

NEWEST_FIRST = (("decided_at", -1), ("_id", -1))


class DecisionRepository:
    INDEXES = (
        Index("number", name="number", unique=True),
        Index("vote_id", name="vote", unique=True),
        Index("dossier_id", name="dossier"),
        Index(list(NEWEST_FIRST), name="newest"),
        Index([("committee", 1), *NEWEST_FIRST], name="committee"),
        Index([("organisation_id", 1), *NEWEST_FIRST], name="organisation"),
    )

    def __init__(self, decisions: Aggregates[Decision], counters: Collection) -> None:
        self._decisions = decisions
        self._counters = counters

    async def get(self, reference: str, *, sight: Sight) -> Decision:
        """Return the decision of this number or id, if it may be seen."""
        found = await self._decisions.find(
            {"$and": [_named(reference), _seen_by(sight)]}
        )
        if found is None:
            raise DecisionNotFound
        return found

    async def search(
        self, wanted: Filter, *, sight: Sight, after: str | None, limit: int
    ) -> tuple[list[Decision], str | None]:
        """Return decisions, newest first, and the cursor of what follows."""
        committee = {} if wanted.committee is None else {"committee": wanted.committee}
        found = await self._decisions.list(
            {
                "$and": [
                    _seen_by(sight),
                    committee,
                    following(after, field="decided_at"),
                ]
            },
            sort=NEWEST_FIRST,
            limit=limit + 1,
        )
        return cut(found, limit=limit, at=lambda one: one.decided_at)

    async def add(
        self, decision: Decision, fact: Event, *, at: datetime, tx: Transaction
    ) -> Decision:
        return await self._decisions.add(decision, fact, at=at, tx=tx)

    async def open_counter(self, acronym: str, year: int) -> None:
        """Have the year's counter, so that no transaction has to make it."""
        await self._counters.update_one(
            {"_id": f"{acronym}/{year}"}, {"$setOnInsert": {"last": 0}}, upsert=True
        )

    async def next_number(self, acronym: str, year: int, *, tx: Transaction) -> str:
        """Draw the next number; one drawn in vain is given back with the rest."""
        counter = await self._counters.find_one_and_update(
            {"_id": f"{acronym}/{year}"},
            {"$inc": {"last": 1}},
            return_document=ReturnDocument.AFTER,
            session=tx,
        )
        assert counter is not None, "the counter is opened before the transaction"
        return f"{acronym}-{year}-{counter['last']:03}"


def _seen_by(sight: Sight) -> Document:
    """Members of any committee read the register; a partner reads its own part."""
    if isinstance(sight, Everything) or sight.is_admin or sight.is_member:
        return {}
    return {"organisation_id": {"$in": list(sight.organisations)}}


def _named(reference: str) -> Document:
    try:
        return {"_id": UUID(reference)}
    except ValueError:
        return {"number": reference}
