"""What is asked of the site; what is in doubt is asked again until it is answered."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from kit.messaging.ports import Waiting
from kit.mongo import MongoUnavailable
from kit.outbox import pending
from tests.integration.kit.thing import ThingCounted

from .scene import Scene
from .world import Process

THINGS = 5
COMMANDS = 40
JOBS = 8
BUSY_SECONDS = 90.0
POISON_SHARE, FLAKY_SHARE = 0.04, 0.08
DROPPED_SHARE = 0.2


async def command(play: Scene, number: int) -> None:
    writer = play.world.process(f"writer-{number}")
    thing_id = play.world.new_id()
    for count in range(1, COMMANDS // THINGS + 1):
        await asyncio.sleep(play.world.chance.uniform(0, 2 * BUSY_SECONDS / 8))
        event_id = _doomed(play, play.world.new_id())

        def write(count: int = count, event_id: UUID = event_id) -> None:
            _write(play, thing_id, count, event_id)

        await _surely(play, writer, f"writes {number}/{count}", write)
        play.accepted[str(thing_id), count] = event_id


def _doomed(play: Scene, event_id: UUID) -> UUID:
    drawn = play.world.chance.random()
    if drawn < POISON_SHARE:
        play.poison.add(event_id)
    elif drawn < POISON_SHARE + FLAKY_SHARE:
        play.flaky[event_id] = play.world.chance.randrange(1, 4)
    return event_id


def _write(play: Scene, thing_id: UUID, count: int, event_id: UUID) -> None:
    new: dict[str, Any] = {"_id": str(thing_id), "sequence": 0, "pending": []}
    thing = play.store.things.setdefault(str(thing_id), new)
    if thing["sequence"] >= count:
        return
    fact = ThingCounted(thing_id=thing_id, count=count)
    (entry,) = pending([fact], after=count - 1, at=play.world.now, source="tests")
    entry |= {"id": event_id, "correlation_id": str(event_id)}
    if count == 1:
        play.store.born.append(Waiting(str(thing_id), [entry]))
    thing["sequence"] = count
    thing["pending"] = [*thing["pending"], entry]


async def plan(play: Scene) -> None:
    """Plan jobs, move some and drop some, long before they are due."""
    writer = play.world.process("planner")
    for number in range(JOBS):
        key = f"job-{number}"
        turns = play.world.chance.randrange(1, 3)
        for turn in range(turns):
            await _surely_planned(play, writer, key, turn)
        if play.world.chance.random() < DROPPED_SHARE:
            await _surely_dropped(play, writer, key)
            play.planned.discard(key)


async def _surely_planned(play: Scene, writer: Process, key: str, turn: int) -> None:
    due_at = play.world.now + timedelta(seconds=play.world.chance.uniform(30, 60))
    payload = {"key": key, "turn": turn}
    play.planned.add(key)
    while True:
        try:
            await play.jobs(writer).plan("job", key, due_at=due_at, payload=payload)
        except MongoUnavailable:
            continue
        return


async def _surely_dropped(play: Scene, writer: Process, key: str) -> None:
    while True:
        try:
            await play.jobs(writer).drop("job", key)
        except MongoUnavailable:
            continue
        return


async def _surely(
    play: Scene, writer: Process, what: str, do: Callable[[], None]
) -> None:
    while True:
        try:
            await play.world.store(writer, what, do)
        except MongoUnavailable:
            continue
        return
