"""The whole application on a port, a network behind it, and who may ask for what."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.identity.callers import Caller
from kit.identity.sessions import NewSession
from kit.ids import new_id
from kit.running import application, serve
from kit.settings import HttpSettings
from maillage.embedded import Servers
from maillage.running import SERVICES
from tests.integration.maillage.bad_input.operations import described, operations
from tests.integration.maillage.bad_input.samples import SAMPLES, right_body
from tests.integration.maillage.bad_input.world import (
    World,
    founded,
    webinar_after,
)
from tests.support.advisors import PASSWORD
from tests.support.harness import Client, eventually, installed
from tests.support.ports import own_port

TOKENS = 60
# No two webinars want a room on one day.
FIRST_DAY, EACH_STEP = 40, 4
ST = Path(sys.executable).with_name("st")
CHECKS = (
    *("not_a_server_error", "status_code_conformance", "negative_data_rejection"),
    *("content_type_conformance", "response_schema_conformance"),
)


@dataclass(frozen=True)
class Ground:
    folder: Path
    world: World
    url: str
    webinars: list[str]
    callers: Mapping[str, Caller]

    async def tokens(self, role: str, *, is_real: bool) -> list[str]:
        """Open many sessions, of one account or each of its own that nobody ends."""
        if role == "nobody":
            return []
        sessions = self.world.it.platform.sessions
        return [
            await sessions.open(_session(self.callers[role], is_real=is_real))
            for _ in range(TOKENS)
        ]


@asynccontextmanager
async def ground(folder: Path, servers: Servers) -> AsyncIterator[Ground]:
    port, stop = own_port("fuzzed", folder=folder), asyncio.Event()
    async with installed(servers, "", *SERVICES) as it, it.working():
        world = await founded(it)
        webinars = await _webinars(world)
        callers = await _callers(world)
        app = application(it.platform, SERVICES)
        http = HttpSettings(port=port, requests_at_once=1_000)
        serving = asyncio.create_task(serve(app, http, stop))
        try:
            await eventually(lambda: _accepts(port))
            yield Ground(folder, world, f"http://127.0.0.1:{port}", webinars, callers)
        finally:
            stop.set()
            await serving


async def _callers(world: World) -> Mapping[str, Caller]:
    """Read who each is before any of them may end the sessions of another."""
    found: dict[str, Caller] = {}
    for role, client in world.clients.items():
        shown = client.headers.get("Authorization", "").removeprefix("Bearer ")
        caller = await world.it.platform.sessions.find(shown) if shown else None
        if caller is not None:
            found[role] = caller
    return found


def _session(caller: Caller, *, is_real: bool) -> NewSession:
    assert caller.id is not None
    assert caller.person_id is not None
    return NewSession(
        account_id=caller.id if is_real else new_id(),
        person_id=caller.person_id,
        name=caller.name,
        place=caller.place,
        language="fr",
        grants=caller.grants,
    )


async def _accepts(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def fuzzed(
    on: Ground, role: str, *, seed: int, examples: int, seconds: int, only: str = ""
) -> dict[str, Any]:
    """Run every phase as one role; return its own report and what was answered."""
    place = on.folder / role
    place.mkdir()
    (place / "openapi.json").write_text(json.dumps(described()), "utf-8")
    plan = await _plan(on, role, place, seed)
    (place / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    with (place / "said.txt").open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            *(str(ST), "run", str(place / "openapi.json"), "--url", on.url),
            *("--checks", ",".join(CHECKS), "--max-examples", str(examples)),
            *("--phases", "examples,coverage,fuzzing,stateful", "--seed", str(seed)),
            *("--max-time", str(seconds), "--continue-on-failure", "--no-shrink"),
            *("--generation-database", "none", "--suppress-health-check", "all"),
            *("--report", "json", "--report-json-path", str(place / "report.json")),
            *("--no-color", "--warnings", "off"),
            *(("--include-path-regex", only) if only else ()),
            cwd=place,
            env=_environment(place),
            stdout=said,
            stderr=asyncio.subprocess.STDOUT,
        )
    await process.wait()
    report = place / "report.json"
    if not report.exists():
        raise RuntimeError((place / "said.txt").read_text("utf-8")[-3_000:])
    told: dict[str, Any] = json.loads(report.read_text("utf-8"))
    lines = (place / "answers.jsonl").read_text("utf-8").splitlines()
    return told | {"answers": [json.loads(line) for line in lines]}


def _environment(place: Path) -> Mapping[str, str]:
    return os.environ | {
        "SCHEMATHESIS_HOOKS": "tests.reliability.fuzzing.hooks",
        "R10_PLAN": str(place / "plan.json"),
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "COLUMNS": "160",
    }


async def _plan(on: Ground, role: str, place: Path, seed: int) -> dict[str, Any]:
    bodies = {
        one.name: right_body(one) | _named(on.world, one.name)
        for one in operations()
        if one.takes_json
    }
    return {
        "seed": seed,
        "url": on.url,
        "ids": {name: [value] for name, value in on.world.own.items()}
        | {"type_name": [SAMPLES["NewWebhook"]["types"][0]]}
        | {"webinar_id": on.webinars},
        "bodies": bodies,
        "tokens": await on.tokens(role, is_real=False),
        "real": await on.tokens(role, is_real=True),
        "account": _account(on.world) if role == "advisor" else None,
        "answers": str(place / "answers.jsonl"),
    }


async def _webinars(world: World) -> list[str]:
    """Return some at each step of their way, so that each next step can be asked for.

    Before anybody asks at random: sessions end then, and those of partners too.
    """
    found = [world.own["webinar_id"], world.own["published_id"]]
    for day in range(FIRST_DAY, FIRST_DAY + 2 * EACH_STEP, 2):
        found.append(await webinar_after(world))
        found.append(await webinar_after(world, "schedule", days=day))
        found.append(
            await webinar_after(world, "schedule", "publication", days=day + 1)
        )
    return found


def _account(world: World) -> dict[str, str]:
    """Say how the advisor signs in."""
    email = f"{world.own['own_person_id']}@exemple.fr"
    return {"email": email, "password": PASSWORD}


def _named(world: World, operation: str) -> dict[str, Any]:
    """Name in a body what the network holds."""
    own = world.own
    password = {"password": PASSWORD}
    named: dict[str, dict[str, Any]] = {
        "designate_centre": {"structure_id": own["structure_id"]},
        "accept_invitation": {"token": own["token"]},
        "begin_impersonation": {"person_id": own["own_person_id"]},
        "erase_person": {"person_id": own["person_id"]},
        "seat_member": {
            "person_id": own["own_person_id"],
            "term_starts_on": None,
            "term_ends_on": None,
        },
        "start_replay": {"since": None, "until": None, "aggregate": None},
        "change_password": {"current": PASSWORD},
        "open_session": _account(world),
        "begin_second_factor": password,
        "renew_recovery_codes": password,
        "ask_for_change": password,
    }
    return named.get(operation, {})


__all__ = ["Client", "Ground", "fuzzed", "ground"]
