"""R6: a thousand records parked by a bug, replayed by the operator after the fix."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from kit.clock import now
from kit.messaging.envelope import Outgoing
from kit.messaging.inbox import BACKOFF
from kit.platform import Platform
from kit.retry import Backoff
from kit.running import application, migrate, workers
from kit.running.serving import build_all
from kit.service import Hearing, Provided, RawHearing, Service
from maillage.embedded import Servers
from services.hub.roles import HUB
from tests.reliability.consumption.bug import Bug, victims
from tests.reliability.consumption.copies import (
    Dump,
    copying,
    differences,
    digest,
    is_all_done,
)
from tests.reliability.consumption.facts import lives
from tests.reliability.consumption.ground import (
    HELD_STILL,
    corner,
    ground,
    put,
    unsaid,
    until,
)
from tests.reliability.consumption.records import Fact, record
from tests.reliability.line import Line, Outcome, Trial
from tests.support.harness import Client, _serving

HASTY: Final = Backoff(
    attempts=5, first=timedelta(seconds=0.1), ceiling=timedelta(seconds=1)
)
DONE_SECONDS: Final = 300.0
LETTERS: Final = "/api/v1/dead-letters"
HEARD_BY_HUB: Final = ("hub.journal", "hub.dead_letters")


@dataclass(frozen=True, kw_only=True)
class Size:
    facts: int = 20_000
    parked: int = 1_000
    backoff: Backoff = BACKOFF


FULL: Final = Size()
SHORT: Final = Size(facts=600, parked=40, backoff=HASTY)


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What the operator was told before, and what was left after."""

    plan: dict[str, Any]
    run: dict[str, Any]
    waiting: int
    seconds: float


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    chance = random.Random(trial.seed)  # noqa: S311 - a seed replays the run
    facts = lives(chance, size.facts)
    with unsaid():
        async with ground(trial.folder) as running:
            clean = await _clean(running, facts)
            bug = Bug(backoff=size.backoff)
            other, found = await _parked_and_replayed(
                running, facts, bug, chance, count=size.parked
            )
    missing, more = differences(clean, other)
    return Outcome(
        tried=len(bug.victims),
        lost=missing,
        duplicated=more,
        broken=tuple(_faults(clean, other, found, len(bug.victims))),
        figures={
            "facts": len(facts),
            "parked": found.plan["letters_count"],
            "overtaken": found.plan["overtaken_count"],
            "replayed_in_seconds": round(found.seconds, 1),
            "documents": sum(len(documents) for documents in clean.values()),
            "sha256_clean": digest(clean)[:16],
            "sha256_replayed": digest(other)[:16],
        },
    )


def _faults(clean: Dump, other: Dump, found: Replayed, count: int) -> list[str]:
    checks = {
        "the copies are not those of the clean run": digest(clean) == digest(other),
        f"{found.plan['letters_count']} letters were filed, not {count}": (
            found.plan["letters_count"] == count
        ),
        f"{found.plan['overtaken_count']} were seen to be overtaken, not half": (
            found.plan["overtaken_count"] == count // 2
        ),
        f"{found.waiting} letters wait after the replay": found.waiting == 0,
        f"the replay ended as {found.run['state']}": found.run["state"] == "done",
    }
    return [fault for fault, holds in checks.items() if not holds]


async def _clean(running: Servers, facts: Sequence[Fact]) -> Dump:
    async with (
        corner(running, clock=lambda: HELD_STILL) as built,
        copying(built) as copies,
    ):
        await put(built, _records(built, facts))
        await _all_done(built)
        return await copies.dump()


async def _parked_and_replayed(
    running: Servers,
    facts: Sequence[Fact],
    bug: Bug,
    chance: random.Random,
    *,
    count: int,
) -> tuple[Dump, Replayed]:
    async with (
        corner(running, clock=lambda: HELD_STILL) as built,
        copying(built, spoil=bug.spoil) as copies,
        _hub(replace(built, clock=now)) as client,
    ):
        records = _records(built, facts)
        bug.victims = victims(built, records, chance, count=count)
        await put(built, records)
        await _all_done(built)
        operator = await client.sign_in("operator")
        assert await until(
            lambda: _is_filed(operator, count), seconds=DONE_SECONDS, every=0.5
        )
        bug.is_mended = True
        found = await _replay(built, operator)
        return await copies.dump(), found


async def _replay(built: Platform, operator: Client) -> Replayed:
    """Do what the operator does: rehearse, replay all that waits, look until done."""
    started = time.perf_counter()
    plan = (await operator.get(f"{LETTERS}/rehearsal")).json()
    asked = await operator.post(f"{LETTERS}/replays", json={"as_of": plan["as_of"]})
    assert asked.status_code == 202, asked.text
    place = f"{LETTERS}/replays/{asked.json()['id']}"

    async def is_ended() -> bool:
        answer = await operator.get(place)
        # A busy machine may answer 503 once: it is asked again.
        return answer.is_success and answer.json()["state"] != "running"

    await until(is_ended, seconds=DONE_SECONDS, every=0.5)
    await _all_done(built)
    seconds = time.perf_counter() - started
    left = (await operator.get(f"{LETTERS}/rehearsal")).json()["letters_count"]
    run = (await operator.get(place)).json()
    return Replayed(plan=plan, run=run, waiting=left, seconds=seconds)


async def _is_filed(operator: Client, count: int) -> bool:
    plan = (await operator.get(f"{LETTERS}/rehearsal")).json()
    return bool(plan["letters_count"] >= count)


def _records(built: Platform, facts: Sequence[Fact]) -> list[Outgoing]:
    return [
        record(fact, prefix=built.prefix, at=HELD_STILL, source="registry")
        for fact in facts
    ]


async def _all_done(built: Platform) -> None:
    """Wait until all is read and nothing waits for another attempt."""

    async def is_done() -> bool:
        waiting = [
            await built.collection(name, "delayed").count_documents({})
            for name in ("governance", "webinars", "notifications")
        ]
        return not any(waiting) and await is_all_done(built)

    async with asyncio.timeout(DONE_SECONDS):
        assert await until(is_done, seconds=DONE_SECONDS, every=0.5)


@asynccontextmanager
async def _hub(built: Platform) -> AsyncIterator[Client]:
    """Run the hub's own reading of journal and letters, its jobs and its interface."""

    def hears(provided: Provided) -> list[Hearing | RawHearing]:
        return [one for one in HUB.hears(provided) if one.group.name in HEARD_BY_HUB]

    hub: Service = replace(HUB, hears=hears)
    async with build_all(built, [hub]) as provided:
        await migrate(built, [hub], provided)
        async with (
            workers(built, [hub], provided),
            _serving(application(built, [hub])) as http,
        ):
            yield Client(http, built)


LINE = Line(
    id="R6",
    fault=(
        "1 000 parked records, half of them overtaken by later ones, replayed after "
        "the fix"
    ),
    must="every effect once; copies equal to the clean run",
    run=run,
)
