"""R7: a group whose members come, go and are killed all the time."""

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kit.clock import now
from kit.ids import id_of
from kit.messaging.envelope import Outgoing
from kit.platform import Platform
from kit.running import migrate
from kit.running.serving import build_all
from tests.reliability.consumption.crowd import Crowd, crowd
from tests.reliability.consumption.ground import corner, ground, put, unsaid, until
from tests.reliability.consumption.member import COUNTING
from tests.reliability.consumption.records import Fact, record
from tests.reliability.consumption.tally import ThingCounted
from tests.reliability.line import Line, Outcome, Trial

THINGS: Final = 500
RATE: Final = 300
EVERY_SECONDS: Final = 5.0
SETTLED_SECONDS: Final = 60.0


@dataclass(frozen=True, kw_only=True)
class Size:
    seconds: float = 300.0
    every: float = EVERY_SECONDS
    members: int = 3


FULL: Final = Size()
SHORT: Final = Size(seconds=6.0, every=2.0, members=2)


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    chance = random.Random(trial.seed)  # noqa: S311 - a seed replays the run
    with unsaid():
        async with ground(trial.folder) as running, corner(running) as built:
            async with build_all(built, [COUNTING]) as provided:
                await migrate(built, [COUNTING], provided)
            async with crowd(built, chance) as members:
                await members.start(size.members)
                return await _tried(built, members, size)


async def _tried(built: Platform, members: Crowd, size: Size) -> Outcome:
    telling = asyncio.create_task(_tell(built, size.seconds))
    while not telling.done():
        await asyncio.wait({telling}, timeout=size.every)
        if not telling.done():
            await members.stir()
    told = telling.result()
    expected = Counter(THINGS_OF[one % THINGS] for one in range(told))
    done = built.collection("tests", "done")

    async def is_done() -> bool:
        return bool(await done.count_documents({}) >= told)

    stopped = time.perf_counter()
    await until(is_done, seconds=SETTLED_SECONDS, every=0.2)
    settled = time.perf_counter() - stopped
    fallen = await members.fallen()
    await members.stop()
    counted = {one["_id"]: one["count"] async for one in _all(built, "counted")}
    seen = await built.collection("tests", "seen").count_documents({})
    noted = await done.count_documents({})
    lost = sum(max(0, n - counted.get(thing, 0)) for thing, n in expected.items())
    twice = sum(max(0, n - expected[thing]) for thing, n in counted.items())
    return Outcome(
        tried=told,
        lost=lost,
        duplicated=twice,
        broken=tuple(_faults(noted, told, fallen, members.codes)),
        figures={
            "seconds": round(size.seconds),
            **{f"members_that_{name}": n for name, n in members.done.items()},
            "delivered_again": seen - told,
            "last_effect_after_seconds": round(settled, 1),
        },
    )


def _faults(noted: int, told: int, fallen: int, codes: Sequence[int]) -> list[str]:
    faults = []
    if noted != told:
        faults.append(f"{noted} facts are noted as done, of {told}")
    if fallen:
        faults.append(f"{fallen} members fell by themselves")
    # Who is asked before it has begun to listen dies of the signal itself.
    if set(codes) - {0, -signal.SIGTERM}:
        faults.append(f"members that were asked to stop ended as {sorted(set(codes))}")
    return faults


async def _tell(built: Platform, seconds: float) -> int:
    """Tell facts at an even rate; return how many."""
    started = time.perf_counter()
    told = 0
    while (passed := time.perf_counter() - started) < seconds:
        due = int(passed * RATE)
        if due > told:
            await put(built, [_record(built, one) for one in range(told, due)])
            told = due
        await asyncio.sleep(0.05)
    return told


def _record(built: Platform, number: int) -> Outgoing:
    sequence = number // THINGS + 1
    thing = THINGS_OF[number % THINGS]
    fact = ThingCounted(thing_id=thing, name="thing", count=sequence)
    return record(Fact(fact, sequence), prefix=built.prefix, at=now(), source="tests")


def _all(built: Platform, name: str) -> Any:
    return built.collection("tests", name).find()


THINGS_OF: Final = [id_of("thing", number) for number in range(THINGS)]
LINE = Line(
    id="R7",
    fault="members join, leave, are killed every 5 s for 5 min",
    must="0 lost, 0 duplicate effects",
    run=run,
)
