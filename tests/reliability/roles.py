"""A small service whose roles a test may kill, or cut off from their servers.

The effect of each event is a document whose id is the event's: done twice, it is once.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from kit.messaging.envelope import Told
from kit.mongo import BulkWriteError, Collection
from kit.platform import Platform
from kit.service import CollectionPlan, Hearing, Provided, Service
from tests.integration.kit.thing import (
    HEARD,
    THINGS,
    TOPIC,
    ThingAdded,
    ThingCounted,
    ThingFact,
    Things,
)
from tests.integration.kit.thing import build as build_things

DUPLICATE = 11_000


class Effects:
    def __init__(self, effects: Collection) -> None:
        self._effects = effects

    async def on_facts(self, batch: Sequence[Told[ThingFact]]) -> None:
        documents = [
            {
                "_id": told.id,
                "thing_id": told.fact.thing_id,
                "sequence": told.sequence,
                "count": told.fact.count,
            }
            for told in batch
        ]
        try:
            await self._effects.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            codes = {one["code"] for one in (error.details or {})["writeErrors"]}
            if codes != {DUPLICATE}:
                raise


@asynccontextmanager
async def build(built: Platform) -> AsyncIterator[dict[type, object]]:
    async with build_things(built) as provided:
        effects = Effects(built.collection("tests", "effects"))
        yield {Things: provided[Things], Effects: effects}


def hears(provided: Provided) -> Sequence[Hearing]:
    effects = provided[Effects]
    assert isinstance(effects, Effects)
    return [Hearing(HEARD, (ThingAdded, ThingCounted), effects.on_facts)]


SERVICE = Service(
    name="tests",
    build=build,
    hears=hears,
    collections=(*THINGS.collections, CollectionPlan(database="tests", name="effects")),
    topics=(TOPIC,),
)
