"""Replays in MongoDB, and what they select of the journal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kit.mongo import Collection, Document, Index, ReturnDocument
from services.hub.journal.models import Entry

from .errors import ReplayNotFound
from .models import Counted, JournalReplay, Place, Selection

KEPT = timedelta(days=400)
LEASE = timedelta(seconds=30)


class ReplayRepository:
    """The operator sees every replay: these queries take no scope.

    Whoever leads a replay writes on condition of its token, so one that was stopped,
    or froze and was replaced, tells at most one chunk more.
    """

    INDEXES = (
        Index([("state", 1), ("lease_until", 1)], name="state"),
        Index([("asked_at", -1), ("_id", -1)], name="asked"),
        Index("ended_at", name="kept", expireAfterSeconds=int(KEPT.total_seconds())),
    )

    def __init__(self, replays: Collection) -> None:
        self._replays = replays

    async def add(self, replay: JournalReplay) -> None:
        document = replay.model_dump()
        fields = {"_id": document.pop("id"), "lease_until": replay.asked_at}
        await self._replays.insert_one(fields | document)

    async def get(self, replay_id: UUID) -> JournalReplay:
        found = await self._replays.find_one({"_id": replay_id})
        if found is None:
            raise ReplayNotFound(replay_id=replay_id)
        return _replay(found)

    async def latest(
        self, *, before: tuple[datetime, UUID] | None = None, limit: int
    ) -> list[JournalReplay]:
        """Return the replays, the latest asked first."""
        query: Document = {}
        if before is not None:
            at, replay_id = before
            query["$or"] = [
                {"asked_at": {"$lt": at}},
                {"asked_at": at, "_id": {"$lt": replay_id}},
            ]
        order = [("asked_at", -1), ("_id", -1)]
        found = self._replays.find(query).sort(order).limit(limit)
        return [_replay(one) async for one in found]

    async def claim(self, now: datetime) -> JournalReplay | None:
        """Take over a replay that nobody leads, the oldest first."""
        found: Document | None = await self._replays.find_one_and_update(
            {"state": "running", "lease_until": {"$lte": now}},
            {"$set": {"lease_until": now + LEASE}, "$inc": {"token": 1}},
            sort=[("asked_at", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return None if found is None else _replay(found)

    async def note(
        self, before: JournalReplay, *, at: datetime, **fields: Any
    ) -> JournalReplay | None:
        """Write how far it is; None when it is no longer this process's."""
        after = before.model_copy(update=fields)
        changed = after.model_dump(include=set(fields))
        written = await self._replays.update_one(
            {"_id": before.id, "token": before.token, "state": "running"},
            {"$set": changed | {"lease_until": at + LEASE}},
        )
        return after if written.matched_count else None

    async def release(self, replay: JournalReplay, *, at: datetime) -> None:
        """Let another process go on at once."""
        await self._replays.update_one(
            {"_id": replay.id, "token": replay.token}, {"$set": {"lease_until": at}}
        )

    async def cancel(
        self, replay_id: UUID, *, by: UUID | None, at: datetime
    ) -> JournalReplay | None:
        """Stop it; None when it runs no more."""
        found: Document | None = await self._replays.find_one_and_update(
            {"_id": replay_id, "state": "running"},
            {"$set": {"state": "cancelled", "ended_at": at, "ended_by": by}},
            return_document=ReturnDocument.AFTER,
        )
        return None if found is None else _replay(found)


class SelectionRepository:
    """Facts of the journal by type, period and subject, in the order of the log."""

    def __init__(self, entries: Collection, *, ends: Collection) -> None:
        self._entries = entries
        self._ends = ends

    async def ends(self, topics: Sequence[str]) -> dict[Place, int]:
        found = self._ends.find({"topic": {"$in": list(topics)}})
        return {(one["topic"], one["partition"]): one["end"] async for one in found}

    async def count(self, selection: Selection, types: Sequence[str]) -> Counted:
        steps: list[dict[str, Any]] = [
            {"$match": _query(selection, types)},
            {
                "$group": {
                    "_id": "$type",
                    "count": {"$sum": 1},
                    "first": {"$min": "$at"},
                    "last": {"$max": "$at"},
                }
            },
        ]
        found = [one async for one in self._entries.aggregate(steps)]
        firsts = [one["first"] for one in found if one["first"]]
        return Counted(
            by_type={one["_id"]: one["count"] for one in found},
            first_at=min(firsts, default=None),
            last_at=max((one["last"] for one in found if one["last"]), default=None),
        )

    async def after(
        self,
        selection: Selection,
        types: Sequence[str],
        place: Place,
        *,
        behind: int,
        until: int,
        limit: int,
    ) -> list[Entry]:
        """Return the first facts of a partition behind one offset, up to another."""
        query = _query(selection, types) | {
            "place": f"{place[0]}/{place[1]}",
            "offset": {"$gt": behind, "$lte": until},
        }
        found = self._entries.find(query).sort("offset", 1).limit(limit)
        return [Entry.model_validate({"id": one["_id"], **one}) async for one in found]

    async def kept_since(self) -> datetime | None:
        found = await self._entries.find_one(
            {}, {"recorded_at": True}, sort=[("recorded_at", 1)]
        )
        at: datetime | None = None if found is None else found["recorded_at"]
        return at


def _query(selection: Selection, types: Sequence[str]) -> Document:
    query: Document = {"is_event": True, "type": {"$in": list(types)}}
    if selection.aggregate is not None:
        query["key"] = str(selection.aggregate)
    period = {"$gte": selection.since, "$lt": selection.until}
    asked = {name: at for name, at in period.items() if at is not None}
    return query | ({"at": asked} if asked else {})


def _replay(document: Document) -> JournalReplay:
    return JournalReplay.model_validate({"id": document["_id"], **document})
