"""A member of a group whose effects would show what is done twice, as a process.

Each fact adds one to its thing, in the transaction that notes the fact as done. Beside
it every delivery is noted, so that what came again is counted too.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import uvloop

from kit.messaging.envelope import Told
from kit.mongo import Collection, Mongo, UpdateOne
from kit.platform import Platform, platform
from kit.running import workers
from kit.running.command import stop_on_signals
from kit.running.serving import build_all
from kit.service import CollectionPlan, Hearing, Provided, Service
from kit.settings import read_settings

from .tally import TOPIC, Group, ThingCounted

GROUP: Final = Group("tests.counting", (TOPIC,))


class Counting:
    def __init__(
        self, mongo: Mongo, *, done: Collection, things: Collection, seen: Collection
    ) -> None:
        self._mongo = mongo
        self._done = done
        self._things = things
        self._seen = seen

    async def on_facts(self, batch: Sequence[Told[ThingCounted]]) -> None:
        await self._seen.insert_many([{"event_id": told.id} for told in batch])

        async def do(tx: Any) -> None:
            ids = [told.id for told in batch]
            known = self._done.find({"_id": {"$in": ids}}, session=tx)
            done = {one["_id"] async for one in known}
            new = {told.id: told for told in batch if told.id not in done}
            if not new:
                return
            notes = [
                {"_id": told.id, "thing": told.fact.thing_id, "count": told.fact.count}
                for told in new.values()
            ]
            await self._done.insert_many(notes, session=tx)
            added = Counter(told.fact.thing_id for told in new.values())
            await self._things.bulk_write(
                [
                    UpdateOne({"_id": thing}, {"$inc": {"count": n}}, upsert=True)
                    for thing, n in added.items()
                ],
                session=tx,
            )

        await self._mongo.transaction(do)
        # As long as a real effect takes: a kill falls into one now and then.
        await asyncio.sleep(0.01)


@asynccontextmanager
async def build(built: Platform) -> AsyncIterator[dict[type, object]]:
    yield {
        Counting: Counting(
            built.mongo,
            done=built.collection("tests", "done"),
            things=built.collection("tests", "counted"),
            seen=built.collection("tests", "seen"),
        )
    }


def hears(provided: Provided) -> Sequence[Hearing]:
    counting = provided[Counting]
    assert isinstance(counting, Counting)
    return [Hearing(GROUP, (ThingCounted,), counting.on_facts)]


COUNTING: Final = Service(
    name="tests",
    build=build,
    hears=hears,
    collections=tuple(
        CollectionPlan(database="tests", name=name)
        for name in ("done", "counted", "seen")
    ),
    topics=(TOPIC,),
)


async def main() -> None:
    async with platform(read_settings()) as built:
        stop = stop_on_signals()
        async with (
            build_all(built, [COUNTING]) as provided,
            workers(built, [COUNTING], provided),
        ):
            await stop.wait()


if __name__ == "__main__":
    uvloop.run(main())
