"""Erases what a service keeps of one person, and counts it."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from kit.mongo import Collection, Document, Mongo, Transaction

from .models import Emptied, Holding, Removed, Stays, Trace

Eraser = Callable[[UUID, Trace | None], Awaitable[Mapping[str, int]]]
VERSIONED = {"version": {"$exists": True}}


class PeopleErasing:
    """`also` erases what no table can describe; each must be right when done twice."""

    def __init__(
        self, mongo: Mongo, holdings: Sequence[Holding], *, also: Sequence[Eraser] = ()
    ) -> None:
        self._mongo = mongo
        self._holdings = holdings
        self._also = also

    async def beyond(self, person_id: UUID, trace: Trace | None) -> Counter[str]:
        """Do what needs transactions of its own, before the rest."""
        counts: Counter[str] = Counter()
        for erase in self._also:
            counts.update(await erase(person_id, trace))
        return counts

    async def erase(
        self, person_id: UUID, *, at: datetime, tx: Transaction
    ) -> dict[str, int]:
        """Erase by the table, all or nothing; return how many of each class."""
        counts = {
            one.code: await self._erase(one, person_id, at=at, tx=tx)
            for one in self._holdings
        }
        return {code: count for code, count in counts.items() if count}

    async def _erase(
        self, holding: Holding, person_id: UUID, *, at: datetime, tx: Transaction
    ) -> int:
        documents = self._mongo.collection(holding.database, holding.name)
        query: Document = {holding.by: person_id}
        match holding.erase:
            case Stays():
                return 0
            case Removed():
                await _keep_untold(documents, query, at=at, tx=tx)
                gone = await documents.delete_many(query, session=tx)
                return int(gone.deleted_count)
            case Emptied(fields=fields):
                changed = await documents.update_many(
                    query, {"$set": dict(fields)}, session=tx
                )
                await documents.update_many(
                    query | VERSIONED, {"$inc": {"version": 1}}, session=tx
                )
                return int(changed.modified_count)


async def _keep_untold(
    documents: Collection, query: Document, *, at: datetime, tx: Transaction
) -> None:
    """Leave to the relay what a document has not told yet."""
    untold = query | {"pending.0": {"$exists": True}}
    kept = {"version": 1, "sequence": 1, "pending": 1}
    found = [one async for one in documents.find(untold, kept, session=tx)]
    if found:
        removed = documents.database[f"{documents.name}.removed"]
        stones = [one | {"removed_at": at} for one in found]
        await removed.insert_many(stones, session=tx)
