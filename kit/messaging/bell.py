"""The change stream that tells a relay when to look, and in which outboxes."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import Any, Self

import structlog

from kit.mongo import Document, Mongo, MongoError

from .ports import Waiting
from .ring import BROUGHT_MAX, Ring

log = structlog.get_logger()

Place = tuple[str, str]

# A trim touches no version, so the relay does not ring its own bell; what is added
# without an event rings none. What is inserted comes with what it has to tell.
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
    {
        "$project": {
            "_id": 1,
            "ns": 1,
            "operationType": 1,
            "documentKey": 1,
            # One more than is brought: of more, only that it is there is told.
            "fullDocument.pending": {
                "$slice": ["$fullDocument.pending", BROUGHT_MAX + 1]
            },
        }
    },
]

# The clock rings meanwhile: a broken stream costs latency alone.
REOPEN_SECONDS = 0.5
WAIT_MS = 1_000
CLOSE_SECONDS = 1.5
APART = 2
# A server that hangs is given up by the driver within some fifteen seconds.
SILENCE_SECONDS = 30.0
# Those that follow at once are heard together.
FEW, GATHER_SECONDS = 5, 0.01
# So many within this time are a crowd, and what is done to one.
CROWD, CROWD_SECONDS = 50, 0.1
# How long a crowd is left to the relays, and longer while there is no end of it.
DEAF_SECONDS, DEAF_MAX_SECONDS = 0.05, 2.0


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
        pause = DEAF_SECONDS
        while not self._is_closing:
            opened_at = time.monotonic()
            await self._follow(names)
            is_the_same = time.monotonic() - opened_at < 2 * CROWD_SECONDS
            pause = min(2 * pause, DEAF_MAX_SECONDS) if is_the_same else DEAF_SECONDS
            await asyncio.sleep(pause)

    async def _follow(self, names: Sequence[str]) -> None:
        """Ring for what changes, from now on: what came before is scanned anyway.

        A stream costs the server as much as a plain write does: a crowd is left to the
        relays, which then look by themselves, and the stream is closed for a moment.
        """
        stream = self._mongo.changes(names, RINGS, wait_ms=WAIT_MS, at_once=CROWD)
        crowd = _Crowd()
        async with stream as changes:
            self._hear_again(names)
            is_open: Any = True
            while is_open:
                async with asyncio.timeout(SILENCE_SECONDS):
                    change = await changes.try_next()
                heard = _heard(change, changes.delegate) if change else []
                for one in heard:
                    self._ring(one)
                if crowd.grows([_place(one) for one in heard]):
                    self._leave(names, crowd.places)
                    return
                if len(heard) >= FEW:
                    await asyncio.sleep(GATHER_SECONDS)
                is_open = changes.alive
        await asyncio.sleep(REOPEN_SECONDS)

    def _hear_again(self, names: Sequence[str]) -> None:
        for ring in self._of(names):
            ring.hear(names[0])

    def _leave(self, names: Sequence[str], places: Iterable[Place]) -> None:
        crowded = {f"{database}.{collection}" for database, collection in places}
        for ring in self._of(names):
            ring.leave(names[0], crowded)

    def _of(self, names: Sequence[str]) -> set[Ring]:
        full_names = map(self._mongo.full_name, names)
        return {ring for name in full_names for ring in self._rings.get(name, ())}

    def ring_all(self) -> None:
        for rings in self._rings.values():
            for ring in rings:
                ring.ring()

    def _ring(self, change: Document) -> None:
        database, collection = _place(change)
        for ring in self._rings.get(database, ()):
            ring.ring(f"{database}.{collection}", _brought(change))


class _Crowd:
    """How many changed of late, and where."""

    def __init__(self) -> None:
        self._since = 0.0
        self._count = 0
        self.places: set[Place] = set()

    def grows(self, heard: Sequence[Place]) -> bool:
        """Count these; tell whether they are a crowd by now."""
        now = time.monotonic()
        if now - self._since > CROWD_SECONDS:
            self._since, self._count = now, 0
            self.places.clear()
        self._count += len(heard)
        self.places.update(heard)
        return self._count >= CROWD


def _heard(change: Document, stream: Any) -> list[Document]:
    """Return this change, and those that came with it.

    They lie in memory: to ask for each by itself, through a thread, would cost more
    than the whole relay.
    """
    came = _came_with_it(stream)
    heard = [change, *came]
    came.clear()
    return heard


def _brought(change: Document) -> Waiting | None:
    """Return all that a new document has to tell; None where only a look can say.

    That is a change of an old one, and a new one that goes on with what another told:
    a tombstone, whose first events may still wait elsewhere.
    """
    if change.get("operationType") != "insert":
        return None
    entries = change["fullDocument"]["pending"]
    is_first = entries[0].get("sequence") == 1
    return Waiting(change["documentKey"]["_id"], entries) if is_first else None


def _place(change: Document) -> Place:
    return change["ns"]["db"], change["ns"]["coll"]


def _came_with_it(stream: Any) -> Any:
    """Return what PyMongo holds of the last answer, which it shows nowhere else."""
    return getattr(getattr(stream, "_cursor", None), "_data", [])
