"""Where events wait in MongoDB, and the change stream that tells when to look."""

import asyncio
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Self

import structlog

from kit.mongo import Collection as Documents
from kit.mongo import Document, Mongo, MongoError, bounded, first_reply
from kit.outbox import REFUSED, WAITING
from kit.waiting import comes_within

from .relay import Waiting

log = structlog.get_logger()

# A trim touches no version, so the relay does not ring its own bell; what is added
# without an event rings none.
RINGS: list[dict[str, Any]] = [
    {
        "$match": {
            "$or": [
                {
                    "operationType": {"$in": ["insert", "replace"]},
                    "fullDocument.pending.0": {"$exists": True},
                },
                {"updateDescription.updatedFields.version": {"$exists": True}},
            ]
        }
    },
    {"$project": {"_id": 1, "ns": 1}},
]

# The clock rings meanwhile: a broken stream costs latency alone.
REOPEN_SECONDS = 0.5
WAIT_MS = 1_000
CLOSE_SECONDS = 1.5
APART = 2
# A server that hangs is given up by the driver within some fifteen seconds.
SILENCE_SECONDS = 30.0
STORE_SECONDS = 20.0
# When many change at once, those that follow at once are heard together.
FEW, CROWD = 5, 100
GATHER_SECONDS = 0.01
# How long a crowd is left to the relays, and longer while there is no end of it.
CROWD_SECONDS, CROWD_MAX_SECONDS = 0.05, 0.4
OLDEST_FIRST = [("pending.at", 1)]
# One document may have gathered many events, and each may be large.
ENTRIES_MAX = 500
BATCH_ENTRIES_MAX = 4_000


class MongoOutbox:
    """The documents of one collection that have events to tell."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._refused = documents.database[REFUSED]
        self.name = f"{documents.database.name}.{documents.name}"

    async def waiting(self, limit: int) -> list[Waiting]:
        """Return the oldest, as many as fit in memory; there is always one."""
        shown = {"pending": {"$slice": ["$pending", ENTRIES_MAX]}}
        found: list[Waiting] = []
        entries = 0
        with bounded(STORE_SECONDS):
            documents = await first_reply(
                self._documents, WAITING, shown, sort=OLDEST_FIRST, limit=limit
            )
        for document in documents:
            found.append(Waiting(document["_id"], document["pending"]))
            entries += len(document["pending"])
            if entries >= BATCH_ENTRIES_MAX:
                break
        return found

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        """Pull by event id: right whatever was written to the document meanwhile."""
        with bounded(STORE_SECONDS):
            await self._documents.update_many(
                {"_id": {"$in": document_ids}},
                {"$pull": {"pending": {"id": {"$in": event_ids}}}},
            )

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None:
        """Keep an event that Kafka will never take out of everybody's way."""
        kept_id = entry.get("id") or f"{self.name}/{document_id}"
        kept = entry | {"_id": kept_id, "document": document_id, "from": self.name}
        with bounded(STORE_SECONDS):
            await self._refused.replace_one({"_id": kept_id}, kept, upsert=True)
            # Equal to it: an entry without an id would match its neighbours by parts.
            await self._documents.update_one(
                {"_id": document_id}, {"$pull": {"pending": {"$in": [entry]}}}
            )


class Ring:
    """What one relay hears of the bell: which outboxes changed since it last asked."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._names: set[str] | None = set()

    def ring(self, name: str | None = None) -> None:
        """Ring for one outbox, or for all of them."""
        if name is None:
            self._names = None
        elif self._names is not None:
            self._names.add(name)
        self._rung.set()

    async def wait(self, seconds: float) -> Collection[str] | None:
        """Return who rang; None, for all, when nobody did in a time that was waited."""
        if seconds > 0 and not await comes_within(self._rung, seconds):
            self._names = None
        self._rung.clear()
        names, self._names = self._names, set()
        return names


class ChangeStreamBell:
    """Rings on changes in some databases; when a stream breaks, the clock rings.

    One stream for each of a few databases, which needs no right on any other; one for
    all when there are many, since each keeps a thread waiting.
    """

    def __init__(self, mongo: Mongo, databases: Iterable[str]) -> None:
        self._mongo = mongo
        names = sorted(set(databases))
        self._streams = [[one] for one in names] if len(names) <= APART else [names]
        self._rings: dict[str, list[Ring]] = {}
        self._listening: list[asyncio.Task[None]] = []
        self._is_closing = False

    def ring_for(self, databases: Sequence[str]) -> Ring:
        """Return what rings when one of these databases changes."""
        ring = Ring()
        for name in databases:
            self._rings.setdefault(self._mongo.full_name(name), []).append(ring)
        return ring

    async def __aenter__(self) -> Self:
        self._listening = [
            asyncio.create_task(self._listen(names)) for names in self._streams
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_closing = True
        for task in self._listening:
            task.cancel()
        if self._listening:
            await asyncio.wait(self._listening, timeout=CLOSE_SECONDS)

    async def _listen(self, names: Sequence[str]) -> None:
        while not self._is_closing:
            try:
                await self._follow_through(names)
            except (MongoError, TimeoutError) as error:
                log.warning("bell.broken", error=type(error).__name__)
            except Exception:
                log.exception("bell.fault")
            await asyncio.sleep(REOPEN_SECONDS)

    async def _follow_through(self, names: Sequence[str]) -> None:
        """Follow again and again, from crowd to crowd."""
        pause = CROWD_SECONDS
        while not self._is_closing:
            opened_at = time.monotonic()
            await self._follow(names)
            is_the_same = time.monotonic() - opened_at < CROWD_MAX_SECONDS
            pause = min(2 * pause, CROWD_MAX_SECONDS) if is_the_same else CROWD_SECONDS
            await asyncio.sleep(pause)

    async def _follow(self, names: Sequence[str]) -> None:
        """Ring for what changes, from now on: what came before is scanned anyway.

        A stream costs the server as much as a plain write does: when crowds are
        written, all relays are told so, and it is left alone for a moment.
        """
        stream = self._mongo.changes(names, RINGS, wait_ms=WAIT_MS, at_once=CROWD)
        async with stream as changes:
            self.ring_all()
            is_open: Any = True
            while is_open:
                async with asyncio.timeout(SILENCE_SECONDS):
                    change = await changes.try_next()
                heard = self._hear(change, changes.delegate) if change else 0
                if heard >= CROWD:
                    self.ring_all()
                    return
                if heard >= FEW:
                    await asyncio.sleep(GATHER_SECONDS)
                is_open = changes.alive
        await asyncio.sleep(REOPEN_SECONDS)

    def _hear(self, change: Document, stream: Any) -> int:
        """Ring for this change and for those that came with it; count those.

        They lie in memory: to ask for each by itself, through a thread, would cost more
        than the whole relay.
        """
        came = _came_with_it(stream)
        for place in {_place(one) for one in (change, *came)}:
            self._ring(*place)
        count = 1 + len(came)
        came.clear()
        return count

    def ring_all(self) -> None:
        for rings in self._rings.values():
            for ring in rings:
                ring.ring()

    def _ring(self, database: str, collection: str) -> None:
        for ring in self._rings.get(database, ()):
            ring.ring(f"{database}.{collection}")


def _place(change: Document) -> tuple[str, str]:
    return change["ns"]["db"], change["ns"]["coll"]


def _came_with_it(stream: Any) -> Any:
    """Return what PyMongo holds of the last answer, which it shows nowhere else."""
    return getattr(getattr(stream, "_cursor", None), "_data", [])
