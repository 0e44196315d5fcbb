"""R5: one record in a hundred that cannot take effect, in each of five ways."""

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from kit.clock import now
from kit.ids import id_of
from kit.messaging.envelope import Outgoing
from kit.messaging.inbox import BACKOFF
from kit.platform import Platform
from kit.retry import Backoff
from kit.running import migrate, workers
from kit.running.serving import build_all
from kit.service import Service
from maillage.embedded import Servers
from tests.reliability.consumption.ground import (
    as_a_role,
    corner,
    ground,
    put,
    unsaid,
    until,
)
from tests.reliability.consumption.letters import dead_of, faults, waited
from tests.reliability.consumption.records import (
    FAILING,
    PER_KEY,
    UNREADABLE,
    Fact,
    Poison,
    poisoned,
    record,
)
from tests.reliability.consumption.tally import (
    GROUP,
    ThingCounted,
    tally,
    tally_service,
)
from tests.reliability.line import Line, Outcome, Trial

UNREADABLE_MUST: Final = 0.9
FAILING_MUST, FAILING_STRIVE = 0.65, 0.85
SETTLED_SECONDS: Final = 120.0
LONG: Final = " (long)"
CLEAN: Final = "clean"


@dataclass(frozen=True, kw_only=True)
class Size:
    """`long` is long enough for a failing record's five attempts to fall within.

    Some thousand records take a second: where there are no more nothing is compared,
    and what works is looked at alone.
    """

    is_compared: bool = True
    records: int = 150_000
    rounds: int = 5
    backoff: Backoff = BACKOFF
    long: int = 300_000
    long_rounds: int = 3


FULL: Final = Size()
HASTY: Final = Backoff(
    attempts=5, first=timedelta(seconds=0.1), ceiling=timedelta(seconds=1)
)
SHORT: Final = Size(
    is_compared=False,
    records=3_000,
    rounds=1,
    long=3_000,
    long_rounds=1,
    backoff=HASTY,
)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One reading of a log from end to end."""

    rate: float
    cpu_micros: float
    good: int
    missing: int
    parked: int
    broken: tuple[str, ...]
    seconds_parked: float = 0.0


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    chance = random.Random(trial.seed)  # noqa: S311 - a seed replays the run
    runs: list[tuple[str, Run]] = []
    with unsaid(), as_a_role():
        async with ground(trial.folder) as running:
            for name, poison, count in _plan(size):
                if name.startswith(CLEAN) and not size.is_compared:
                    continue
                cause = name.removesuffix(LONG)
                service = tally_service(size.backoff)
                found = await _read(
                    running, service, poison, cause, count=count, chance=chance
                )
                runs.append((name, found))
    return _judged(runs, is_compared=size.is_compared)


def _plan(size: Size) -> Iterator[tuple[str, Poison | None, int]]:
    """Put each poisoned reading between two clean ones: a machine's pace changes."""
    kinds = list(UNREADABLE.items())
    for number in range(size.rounds):
        for turn in range(len(kinds)):
            name, poison = kinds[(number + turn) % len(kinds)]
            yield CLEAN, None, size.records
            yield name, poison, size.records
    yield CLEAN, None, size.records
    for _ in range(size.long_rounds):
        for name, poison in FAILING.items():
            yield f"{CLEAN}{LONG}", None, size.long
            yield f"{name}{LONG}", poison, size.long
    yield f"{CLEAN}{LONG}", None, size.long


async def _read(
    running: Servers,
    service: Service,
    poison: Poison | None,
    cause: str,
    *,
    count: int,
    chance: random.Random,
) -> Run:
    async with corner(running) as built, build_all(built, [service]) as provided:
        await migrate(built, [service], provided)
        told = _records(built, count)
        places: set[int] = set()
        if poison is not None:
            told, places = poisoned(told, poison, chance=chance)
        await put(built, told)
        good = len(told) - len(places)
        free = good - _behind(told, places) if poison in FAILING.values() else good
        counted = tally(provided)

        async def is_done() -> bool:
            return counted.count >= good

        used = time.process_time()
        async with workers(built, [service], provided):
            await until(is_done, seconds=SETTLED_SECONDS)
            used = time.process_time() - used
            dead = await dead_of(built, GROUP.name, expected=len(places))
        effects = built.collection("tests", "effects")
        return Run(
            rate=free / counted.seconds_to(free),
            cpu_micros=used / len(told) * 1e6,
            good=good,
            missing=good - await effects.count_documents({}),
            parked=len(dead),
            broken=tuple(faults(dead, cause, expected=len(places))),
            seconds_parked=max((waited(one) for one in dead), default=0.0),
        )


def _records(built: Platform, count: int) -> list[Outgoing]:
    """Tell four facts about each thing, those of all things mixed."""
    at = now()
    things = [id_of("thing", number) for number in range(-(-count // PER_KEY))]
    return [
        record(
            Fact(ThingCounted(thing_id=thing, name="thing", count=sequence), sequence),
            prefix=built.prefix,
            at=at,
            source="tests",
        )
        for sequence in range(1, PER_KEY + 1)
        for thing in things
    ][:count]


def _behind(told: Sequence[Outgoing], places: set[int]) -> int:
    """Count the good records that wait behind a failing one of their key."""
    held: set[bytes | None] = set()
    behind = 0
    for place, one in enumerate(told):
        behind += place not in places and one.key in held
        if place in places:
            held.add(one.key)
    return behind


def _judged(runs: Sequence[tuple[str, Run]], *, is_compared: bool) -> Outcome:
    every = [one for _, one in runs]
    broken = [fault for one in every for fault in one.broken]
    figures: dict[str, Any] = {}
    for name in dict.fromkeys(name for name, _ in runs):
        figures[name] = _figures([one for called, one in runs if called == name])
        if name.startswith(CLEAN) or not is_compared:
            continue
        figures[name] |= _compared(runs, name)
        must = FAILING_MUST if name.endswith(LONG) else UNREADABLE_MUST
        if figures[name]["ratio"] < must:
            broken.append(f"{name}: {figures[name]['ratio']} of clean, not {must}")
    return Outcome(
        tried=sum(one.good + one.parked for one in every),
        lost=sum(one.missing for one in every),
        duplicated=0,
        broken=tuple(broken),
        figures=figures | {"strive_for_failing": FAILING_STRIVE},
    )


def _compared(runs: Sequence[tuple[str, Run]], name: str) -> dict[str, Any]:
    """Compare each reading with the clean ones right before and right after it."""
    ratios = [
        one.rate / statistics.mean((runs[place - 1][1].rate, runs[place + 1][1].rate))
        for place, (called, one) in enumerate(runs)
        if called == name
    ]
    return {
        "ratio": round(statistics.median(ratios), 3),
        "low": round(min(ratios), 3),
        "high": round(max(ratios), 3),
    }


def _figures(several: Sequence[Run]) -> dict[str, Any]:
    return {
        "per_second": round(statistics.median(one.rate for one in several)),
        "cpu_micros": round(statistics.median(one.cpu_micros for one in several), 1),
        "parked": sum(one.parked for one in several),
        "parked_after_seconds": round(max(one.seconds_parked for one in several), 1),
    }


LINE = Line(
    id="R5",
    fault=(
        "poison of 5 kinds, 1 in 100 (bad JSON, bad schema, unknown type, header not "
        "UTF-8, handler always fails)"
    ),
    must=(
        "each parked with its cause in ≤ 5 attempts and ≤ 60 s, no good record lost, "
        "throughput ≥ 0.9 of clean for the four unreadable kinds, ≥ 0.65 (strive for "
        "0.85) for the failing handler"
    ),
    run=run,
)
