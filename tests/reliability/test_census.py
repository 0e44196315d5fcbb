"""The process that works on a census is killed, again and again: it is finished once."""

import asyncio
import json
import os
import random
import sys
from pathlib import Path

from maillage.embedded import Servers
from services.registry.roles import REGISTRY
from tests.integration.registry.imports.conftest import OTHERS
from tests.support.harness import (
    SECRET,
    Client,
    Installation,
    eventually,
    installed,
)

SEED = 20_261_124
FILES = Path(__file__).parents[1] / "data" / "census"
NATIONAL = "recensement-national.csv"
EXPECTED = json.loads((FILES / "expected.json").read_text("utf-8"))[NATIONAL]
LEASE_SECONDS = 60.0
KILLS = 2
MOVING = {"analysed": "analysing", "applied": "applying"}


def _environment(servers: Servers, namespace: str) -> dict[str, str]:
    return os.environ | {
        "MAILLAGE_MODE": "embedded",
        "MAILLAGE_SECRET": SECRET,
        "MAILLAGE_HTTP__REQUESTS_AT_ONCE": "1000",
        "MAILLAGE_NAMESPACE": namespace,
        "MAILLAGE_MONGO__URL": servers.mongo_url,
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": servers.kafka_bootstrap,
        "MAILLAGE_LOG_LEVEL": "error",
    }


async def _worker(environment: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, *("-m", "services.registry", "worker"), env=environment
    )


async def _state(nation: Client, batch_id: str) -> str:
    return str((await nation.get(f"/api/v1/censuses/{batch_id}")).json()["state"])


async def _until(
    nation: Client, batch_id: str, state: str, *, environment: dict[str, str]
) -> int:
    """Kill the worker at work, twice, then let one finish; count what hit."""
    moving = MOVING[state]
    chance = random.Random(SEED)  # noqa: S311 - a seed replays the run
    hits = 0

    async def is_at_work() -> bool:
        return await _state(nation, batch_id) in {moving, state}

    async def is_there() -> bool:
        return await _state(nation, batch_id) == state

    for _ in range(KILLS):
        worker = await _worker(environment)
        await eventually(is_at_work, seconds=LEASE_SECONDS, every=0.01)
        await asyncio.sleep(chance.random() * 0.3)
        worker.kill()
        await worker.wait()
        hits += not await is_there()
    worker = await _worker(environment)
    await eventually(is_there, seconds=LEASE_SECONDS, every=0.1)
    worker.kill()
    await worker.wait()
    return hits


async def _counted(it: Installation) -> dict[str, int]:
    return {
        name: await it.platform.collection("registry", name).count_documents({})
        for name in ("structures", "advisors", "centres")
    }


async def test_a_census_is_analysed_and_applied_once_under_kills(
    servers: Servers, namespace: str
) -> None:
    environment = _environment(servers, namespace)
    async with installed(servers, namespace, REGISTRY, OTHERS) as it:
        nation = await it.client.sign_in("national_admin")
        file = (NATIONAL, (FILES / NATIONAL).read_bytes(), "text/csv")
        sent = await nation.post("/api/v1/censuses", files={"file": file})
        batch_id = sent.json()["id"]

        hits = await _until(nation, batch_id, "analysed", environment=environment)
        summary = (await nation.get(f"/api/v1/censuses/{batch_id}/summary")).json()
        await nation.post(f"/api/v1/censuses/{batch_id}/application")
        hits += await _until(nation, batch_id, "applied", environment=environment)

        counted = await _counted(it)
        cards = await it.platform.collection("identity", "cards").count_documents({})
    assert hits > 0
    assert {name: summary[name] for name in EXPECTED} == EXPECTED
    assert counted["structures"] == EXPECTED["structures_created"]
    assert counted["advisors"] == cards == EXPECTED["advisors_created"]
