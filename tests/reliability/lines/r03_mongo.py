"""R3: MongoDB is away, frozen, or loses its primary: each request has an answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.reliability import clusters
from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.load import Answer
from tests.reliability.readings import lease_token
from tests.reliability.reconciling import reconciled
from tests.reliability.site import Site, command, site

ANSWER_SECONDS_MAX = 2.0
DONE, UNAVAILABLE, CONFLICT = (200, 201), 503, 409
NODES = 3
PAGES = ("/partenaires", "/connexion")
READS = (*PAGES, "/api/v1/partners?limit=5")


@dataclass(frozen=True, kw_only=True)
class Times:
    rate: int = 20
    calm: float = 10.0
    away: float = 60.0
    frozen: float = 20.0
    without_primary: float = 40.0
    election_ms: int = clusters.ELECTION_MS


FULL = Times()
SHORT = Times(
    rate=30, calm=1.0, away=3.0, frozen=3.0, without_primary=4.0, election_ms=1_000
)

Fault = Callable[[Site], Awaitable[None]]


async def run(trial: Trial) -> Outcome:
    times = SHORT if trial.is_short else FULL
    parts = {}
    if not trial.is_short:
        parts["away"] = await _one_node(trial.folder / "one", times)
    parts["primary"] = await _three_nodes(trial.folder / "three", times)
    return Outcome(
        tried=sum(part.tried for part in parts.values()),
        lost=sum(part.lost for part in parts.values()),
        duplicated=sum(part.duplicated for part in parts.values()),
        broken=tuple(
            f"{name}: {sentence}"
            for name, part in parts.items()
            for sentence in part.broken
        ),
        figures={
            f"{name}_{figure}": value
            for name, part in parts.items()
            for figure, value in part.figures.items()
        },
    )


async def _one_node(folder: Path, times: Times) -> Outcome:
    """Kill the only node for a minute; later freeze it, so that it takes no answer."""

    async def fault(on: Site) -> None:
        node = on.mongo.nodes[0]
        await asyncio.sleep(times.calm)
        await node.kill()
        await asyncio.sleep(times.away)
        await node.start()
        await asyncio.sleep(times.calm)
        node.freeze()
        await asyncio.sleep(times.frozen)
        node.wake()

    seconds = times.calm * 3 + times.away + times.frozen
    async with clusters.mongo(folder) as mongo:
        return await _tried(folder, mongo, fault, rate=times.rate, seconds=seconds)


async def _three_nodes(folder: Path, times: Times) -> Outcome:
    """Kill the primary, bring it back, then freeze the one that took its place."""

    async def fault(on: Site) -> None:
        await asyncio.sleep(times.calm)
        first = await clusters.primary_of(on.mongo)
        await first.kill()
        await asyncio.sleep(times.without_primary)
        await first.start()
        second = await clusters.primary_of(on.mongo)
        second.freeze()
        await asyncio.sleep(times.without_primary)
        second.wake()

    seconds = times.calm * 2 + times.without_primary * 2
    nodes = clusters.mongo(folder, count=NODES, election_ms=times.election_ms)
    async with nodes as mongo:
        return await _tried(folder, mongo, fault, rate=times.rate, seconds=seconds)


async def _tried(
    folder: Path, mongo: clusters.Cluster, fault: Fault, *, rate: int, seconds: float
) -> Outcome:
    async with (
        clusters.kafka_brokers(folder) as kafka,
        site(folder, mongo, kafka) as on,
    ):
        load = command(on, rate=rate, seconds=seconds, reads=READS)
        began = time.time()
        await fault(on)
        lasted = time.time() - began
        answers = await load.answers()
        found = await reconciled(
            [*on.warmed, *answers],
            mongo_url=mongo.address,
            bootstrap=kafka.address,
        )
        leases = await lease_token(mongo.address)
        dead = on.dead()
    figures, broken = _judged(answers)
    if dead:
        broken.append(f"died: {', '.join(dead)}")
    return Outcome(
        tried=len(answers),
        lost=found.lost,
        duplicated=found.duplicated,
        broken=(*found.broken, *broken),
        figures={
            "seconds": round(lasted, 1),
            **figures,
            **found.figures,
            "relay_leases_taken": leases,
        },
    )


def _judged(answers: list[Answer]) -> tuple[dict[str, Any], list[str]]:
    slowest = max(one.done - one.sent for one in answers)
    slow = [one for one in answers if one.done - one.sent > ANSWER_SECONDS_MAX]
    unclear = [one for one in answers if not _is_clear(one)]
    refused = [one for one in answers if one.status == UNAVAILABLE]
    asked = [one for one in answers if not one.read]
    done = {one.command for one in asked if one.status in DONE}
    doubtful = {one.command for one in asked if one.status not in DONE}
    broken = []
    if slow:
        broken.append(f"{len(slow)} answers took more than 2 s: up to {slowest:.2f} s")
    if unclear:
        told = f"{unclear[0].status} {unclear[0].type}"
        broken.append(f"{len(unclear)} answers were not clear, the first {told}")
    figures = {
        "commands": len({one.command for one in asked}),
        "reads": len(answers) - len(asked),
        "unavailable": len(refused),
        "done_when_asked_again": len(doubtful & done),
        "slowest_seconds": round(slowest, 2),
        "slower_than_2_s": len(slow),
        "unclear": len(unclear),
    }
    return figures, broken


def _is_clear(answer: Answer) -> bool:
    """A repeat may meet its own first attempt, still held: it asks again."""
    if answer.status in DONE:
        return True
    if answer.status == UNAVAILABLE:
        is_page = answer.read in PAGES and answer.type == "text/html"
        return is_page or answer.type.startswith("/problems/")
    return answer.status == CONFLICT and answer.type.endswith("/RequestInFlight")


LINE = Line(
    id="R3",
    fault="MongoDB away 60 s; primary of three killed",
    must=(
        "every request ends as done or as a clear 503 within 2 s (a 503 may hide a "
        "done command: the same key then replays it); nothing acknowledged lost; "
        "no restart"
    ),
    run=run,
)
