"""One role of a small service, as a process of its own that a test may kill.

The effect of each event is a document whose id is the event's: done twice, it is once.
"""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import uvloop

from kit.messaging.envelope import Told
from kit.mongo import BulkWriteError, Collection
from kit.platform import Platform, platform
from kit.running import relays, workers
from kit.running.command import stop_on_signals
from kit.running.serving import build_all
from kit.service import CollectionPlan, Hearing, Provided, Service
from kit.settings import read_settings
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


async def main(role: str) -> None:
    async with platform(read_settings()) as built:
        stop = stop_on_signals()
        if role == "relay":
            async with relays(built, [SERVICE]):
                await stop.wait()
            return
        async with (
            build_all(built, [SERVICE]) as provided,
            workers(built, [SERVICE], provided),
        ):
            await stop.wait()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
