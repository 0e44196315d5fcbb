"""A small service whose effects are counted: one document for each event."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar, Final, NamedTuple
from uuid import UUID

from kit.messaging.envelope import Told
from kit.messaging.inbox import BACKOFF
from kit.mongo import BulkWriteError, Collection
from kit.platform import Platform
from kit.retry import Backoff
from kit.service import CollectionPlan, Hearing, Provided, Service
from schemas.base import Event, Says

from .records import FAILS

TOPIC: Final = "tn.tests.thing"
DUPLICATE: Final = 11_000


class Group(NamedTuple):
    name: str
    topics: tuple[str, ...]


GROUP: Final = Group("tests.tally", (TOPIC,))


class ThingCounted(Event):
    """As much text as the facts of the network carry."""

    type: ClassVar[str] = "fr.transition-numerique.tests.thing.counted.v1"
    topic: ClassVar[str] = TOPIC
    says: ClassVar[Says] = Says("", "", "", "")
    example: ClassVar[dict[str, Any]] = {}

    thing_id: UUID
    name: str
    count: int
    words: str = "mot " * 100

    @property
    def key(self) -> str:
        return str(self.thing_id)


class Tally:
    """Notes when each batch was done, and how many records it held."""

    def __init__(self, effects: Collection) -> None:
        self._effects = effects
        self.began_at: float | None = None
        self.done: list[tuple[float, int]] = []

    async def on_facts(self, batch: Sequence[Told[ThingCounted]]) -> None:
        self.began_at = self.began_at or time.perf_counter()
        documents = [_document(told) for told in batch]
        try:
            await self._effects.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            codes = {one["code"] for one in (error.details or {})["writeErrors"]}
            if codes != {DUPLICATE}:
                raise
        self.done.append((time.perf_counter(), len(documents)))

    @property
    def count(self) -> int:
        return sum(count for _, count in self.done)

    def seconds_to(self, count: int) -> float:
        """Return how long the first `count` effects took."""
        seen = 0
        for at, several in self.done:
            seen += several
            if seen >= count:
                return at - (self.began_at or at)
        raise AssertionError(f"{seen} effects of {count}")


def _document(told: Told[ThingCounted]) -> dict[str, object]:
    if told.fact.name == FAILS:
        raise ValueError(told.fact.name)
    return {
        "_id": told.id,
        "thing_id": told.fact.thing_id,
        "sequence": told.sequence,
        "count": told.fact.count,
    }


@asynccontextmanager
async def build(built: Platform) -> AsyncIterator[dict[type, object]]:
    yield {Tally: Tally(built.collection("tests", "effects"))}


def tally(provided: Provided) -> Tally:
    found = provided[Tally]
    assert isinstance(found, Tally)
    return found


def tally_service(backoff: Backoff = BACKOFF) -> Service:
    def hears(provided: Provided) -> Sequence[Hearing]:
        handler = tally(provided).on_facts
        return [Hearing(GROUP, (ThingCounted,), handler, backoff=backoff)]

    return Service(
        name="tests",
        build=build,
        hears=hears,
        collections=(CollectionPlan(database="tests", name="effects"),),
        topics=(TOPIC,),
    )
