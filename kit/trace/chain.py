"""The chain in MongoDB: appended to by every process, changed by none."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from kit.ids import new_id
from kit.mongo import BulkWriteError, Collection, Index, Transaction

from .models import BEFORE_THE_FIRST, Entry, Link, read, stored

DUPLICATE_KEY: Final = 11_000
CHAIN_INDEXES: Final = (
    Index("entry.id", name="entry", unique=True),
    Index([("entry.person_ids", 1), ("_id", -1)], name="persons"),
)
WAITING_INDEXES: Final = (Index("at", name="age"),)


class Chain:
    """Each entry holds the hash of the one before; a place is taken by one alone.

    Whoever finds the next place taken reads the end again and goes on behind it. An
    entry has an id of its own: appended twice, it stands there once.
    """

    def __init__(self, links: Collection, *, waiting: Collection) -> None:
        self._links = links
        self._waiting = waiting

    async def append(self, entries: Sequence[Entry]) -> None:
        """Put them at the end, in this order, those that are not there yet."""
        left = list(entries)
        while left:
            left = await self._missing(left)
            await self._try(left)

    async def wait(self, entry: Entry, *, tx: Transaction | None) -> None:
        """Keep an entry with the write it tells of, until it is put at the end."""
        kept = entry.model_dump(exclude_unset=True)
        # An insertion by id, which a command gathers with its other writes.
        waiting = {"_id": new_id(), "at": entry.at, "entry": kept}
        await self._waiting.insert_one(waiting, session=tx)

    async def waiting(self, *, limit: int) -> dict[UUID, Entry]:
        """Return what waits, by the id of its waiting."""
        found = self._waiting.find({}).sort("at", 1).limit(limit)
        return {one["_id"]: Entry(**one["entry"]) async for one in found}

    async def done(self, waited: Iterable[UUID]) -> None:
        """Forget that these waited: they are in the chain."""
        await self._waiting.delete_many({"_id": {"$in": list(waited)}})

    async def of_person(
        self, person_id: UUID, *, before: int | None, limit: int
    ) -> list[Link]:
        """Return what concerns a person, the latest first."""
        query: dict[str, Any] = {"entry.person_ids": person_id}
        if before is not None:
            query["_id"] = {"$lt": before}
        found = self._links.find(query).sort("_id", -1).limit(limit)
        return [read(one) async for one in found]

    async def documents(self) -> AsyncIterator[dict[str, Any]]:
        """Walk the whole chain from its beginning, as it is stored."""
        async for one in self._links.find({}).sort("_id", 1):
            yield one

    async def end(self) -> tuple[int, str]:
        """Return the last place and its hash."""
        found = self._links.find({}, {"hash": 1}).sort("_id", -1).limit(1)
        last = [one async for one in found]
        return (last[0]["_id"], last[0]["hash"]) if last else (0, BEFORE_THE_FIRST)

    async def _missing(self, entries: Sequence[Entry]) -> list[Entry]:
        query = {"entry.id": {"$in": [one.id for one in entries]}}
        found = self._links.find(query, {"entry.id": 1})
        there = {one["entry"]["id"] async for one in found}
        once = {one.id: one for one in reversed(entries) if one.id not in there}
        return list(reversed(once.values()))

    async def _try(self, entries: Sequence[Entry]) -> None:
        """Append until somebody else is in the way."""
        if not entries:
            return
        position, previous = await self.end()
        links = []
        for entry in entries:
            link = Link.after(position, previous, entry)
            position, previous = link.position, link.hash
            links.append(stored(link))
        try:
            # The validator refuses every write that does not say that it appends.
            await self._links.insert_many(
                links, ordered=True, bypass_document_validation=True
            )
        except BulkWriteError as error:
            faults = (error.details or {}).get("writeErrors", [])
            if any(fault["code"] != DUPLICATE_KEY for fault in faults) or not faults:
                raise
