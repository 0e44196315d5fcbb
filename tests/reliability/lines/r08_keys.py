"""R8: a thousand keys, each asked twenty times at once, some across a kill."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from maillage.embedded import Servers
from maillage.embedded import servers as embedded_servers
from tests.conftest import quiet
from tests.reliability.keys import ground
from tests.reliability.keys.asking import (
    ANSWER_SECONDS,
    CONFLICT,
    CUT,
    Asked,
    Caller,
    Heard,
    Told,
)
from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.load import Answer
from tests.reliability.reconciling import reconciled
from tests.reliability.supervisor import Supervisor
from tests.support.harness import eventually

IN_FLIGHT = "/problems/RequestInFlight"
KILL_WITHIN_SECONDS = 0.4
READY = 200


@dataclass(frozen=True)
class Size:
    keys: int
    repeats: int
    keys_at_once: int
    kills: int


FULL = Size(keys=1_000, repeats=20, keys_at_once=25, kills=12)
SHORT = Size(keys=24, repeats=20, keys_at_once=12, kills=1)


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    running = embedded_servers(trial.folder, on_progress=quiet, fresh=True, test=True)
    async with (
        running as servers,
        ground.prepared(servers, standing=size.keys // 2) as on,
        ground.crew(trial.folder, servers) as crew,
    ):
        return await _tried(trial, size, servers, on, crew)


async def _tried(
    trial: Trial, size: Size, servers: Servers, on: ground.Ground, crew: Supervisor
) -> Outcome:
    chance = random.Random(trial.seed)  # noqa: S311 - a seed replays the run
    commands = [_command(number, on) for number in range(size.keys)]
    async with aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS),
        connector=aiohttp.TCPConnector(limit=0),
    ) as http:
        caller = Caller(ground.urls(trial.folder), http, chance)
        await eventually(lambda: _all_serve(caller), seconds=60)
        began = time.monotonic()
        heard = await _asked(caller, commands, size, crew, chance)
        seconds = time.monotonic() - began
    found = await reconciled(
        [*_standing(on), *map(_answer, heard)],
        mongo_url=servers.mongo_url,
        bootstrap=servers.kafka_bootstrap,
    )
    figures, broken = _judged(heard)
    kills = sum(death.is_ours for death in crew.deaths)
    return Outcome(
        tried=size.keys * size.repeats,
        lost=found.lost,
        duplicated=found.duplicated,
        broken=(*found.broken, *broken),
        figures={
            "keys": size.keys,
            "seconds": round(seconds, 1),
            "kills": kills,
            **figures,
            **found.figures,
        },
    )


def _command(number: int, on: ground.Ground) -> Asked:
    """Half of them create; half change what stands, which a second time is stale."""
    headers = {**on.headers, "Idempotency-Key": ground.new_key(number)}
    body = {"name": f"Organisation {number}"}
    if number % 2 == 0:
        return Asked(
            number=number,
            method="POST",
            path=ground.PARTNERS,
            body=body | {"fee_cents": ground.FEE},
            headers=headers,
        )
    return Asked(
        number=number,
        method="PATCH",
        path=f"{ground.PARTNERS}/{on.standing[number // 2]}",
        body=body,
        headers=headers | {"If-Match": '"v1"'},
    )


async def _asked(
    caller: Caller,
    commands: Sequence[Asked],
    size: Size,
    crew: Supervisor,
    chance: random.Random,
) -> list[Heard]:
    """Ask some keys at a time; one of the doors is killed under some of them."""
    waves = [
        commands[start : start + size.keys_at_once]
        for start in range(0, len(commands), size.keys_at_once)
    ]
    killing = set(chance.sample(range(len(waves)), size.kills))
    heard: list[Heard] = []
    for number, wave in enumerate(waves):
        kill = asyncio.create_task(_kill(crew, chance)) if number in killing else None
        heard += await asyncio.gather(
            *(caller.ask_at_once(one, size.repeats) for one in wave)
        )
        if kill is not None:
            await kill
    return heard


async def _kill(crew: Supervisor, chance: random.Random) -> None:
    await asyncio.sleep(KILL_WITHIN_SECONDS * chance.random())
    crew.kill(chance.choice(ground.DOORS))


async def _all_serve(caller: Caller) -> bool:
    try:
        for url in caller.urls:
            async with caller.http.get(f"{url}/readyz") as answer:
                if answer.status != READY:
                    return False
    except aiohttp.ClientError:
        return False
    return True


def _standing(on: ground.Ground) -> list[Answer]:
    """What was added before, as commands of their own that were acknowledged."""
    return [
        _as_answer(-1 - number, {"id": id_, "version": 1, "name": ""})
        for number, id_ in enumerate(on.standing)
    ]


def _answer(heard: Heard) -> Answer:
    done = sorted(heard.done)
    body = json.loads(done[0][1]) if done else {}
    return _as_answer(heard.asked.number, body)


def _as_answer(number: int, body: dict[str, Any]) -> Answer:
    return Answer(
        command=number,
        is_creation=True,
        attempt=0,
        due=0,
        sent=0,
        done=0,
        status=READY if body else CUT,
        id=body.get("id", ""),
        version=body.get("version", 0),
        name=body.get("name", ""),
    )


def _judged(heard: Sequence[Heard]) -> tuple[dict[str, Any], list[str]]:
    told = [told for one in heard for told in (*one.first, *one.later)]
    differing = sum(len(one.done) > 1 for one in heard)
    never = sum(one.never for one in heard)
    odd = [one for one in told if not _is_expected(one)]
    broken = []
    if differing:
        broken.append(f"{differing} keys were answered in more than one way")
    if never:
        broken.append(f"{never} askers were never told that it was done")
    if odd:
        first = f"{odd[0].status} {odd[0].body[:200]!r}"
        broken.append(f"{len(odd)} answers were neither, the first {first}")
    across = sum(any(one.status == CUT for one in each.first) for each in heard)
    statuses = Counter(str(one.status) for one in told)
    figures = {
        "keys_across_a_kill": across,
        "answers": dict(sorted(statuses.items())),
        "replayed": sum(one.is_replayed for one in told),
        "slowest_seconds": round(max(one.seconds for one in told), 2),
    }
    return figures, broken


def _is_expected(told: Told) -> bool:
    if told.is_done or told.status == CUT:
        return True
    return told.status == CONFLICT and IN_FLIGHT.encode() in told.body


LINE = Line(
    id="R8",
    fault="1 000 idempotency keys x 20 repeats at once, some across a kill",
    must=(
        "1 000 effects, every 2xx identical, the others 409 and right when asked again"
    ),
    run=run,
)
