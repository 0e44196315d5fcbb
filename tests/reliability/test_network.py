"""The network between roles and servers fails in every way: nothing is lost or twice."""

import asyncio
import random
from collections import defaultdict
from pathlib import Path
from uuid import UUID

import pytest

from kit.failpoints import Failpoint
from kit.platform import Platform, platform
from kit.running import migrate
from kit.running.serving import build_all
from tests.integration.kit.thing import NewThing, Thing, Things
from tests.support.harness import SECRET, eventually, settings_for
from tests.support.places import run_folder, swept

from .behind import Behind, behind_proxies
from .faults import Act, Fault
from .members import Member
from .proxy import Way
from .roles import SERVICE
from .supervisor import Supervisor

SEED = 20_261_123
NAMESPACE = "network"
THINGS_COUNT = 20
FAULT_SECONDS, PAUSE_SECONDS = 1.0, 0.5
SLOW_SECONDS = 0.05
SETTLED_SECONDS = 90.0
STARTED_SECONDS = 30.0
LEASE_SECONDS, FROZEN_SECONDS = 3.0, 4.0
# Who is started while its server is away says so and ends, to be started again.
CANNOT_START = 69
ROLES = "tests.reliability.roles:SERVICE"


def members() -> list[Member]:
    return [
        Member(name=f"{role}-{number}", service=ROLES, role=role)
        for role in ("relay", "worker")
        for number in range(2)
    ]


def environment(behind: Behind) -> dict[str, str]:
    return {
        "MAILLAGE_MODE": "embedded",
        "MAILLAGE_SECRET": SECRET,
        "MAILLAGE_HTTP__REQUESTS_AT_ONCE": "1000",
        "MAILLAGE_NAMESPACE": NAMESPACE,
        "MAILLAGE_MONGO__URL": behind.spoilt.mongo_url,
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": behind.spoilt.kafka_bootstrap,
        "MAILLAGE_KAFKA__SESSION_TIMEOUT_MS": "3000",
        "MAILLAGE_LOG_LEVEL": "error",
    }


@pytest.mark.timeout(240)
async def test_cuts_delays_black_holes_freezes_and_deaths_lose_and_repeat_nothing() -> (
    None
):
    chance = random.Random(SEED)  # noqa: S311 - a seed replays the run
    with swept(run_folder("network")) as folder:
        async with (
            behind_proxies(folder) as behind,
            platform(settings_for(behind.servers, NAMESPACE)) as built,
            build_all(built, [SERVICE]) as provided,
        ):
            await migrate(built, [SERVICE], provided)
            things = provided[Things]
            assert isinstance(things, Things)
            async with _crew(folder, behind) as crew:
                told = await _told_under_faults(things, behind, crew, chance)

                await eventually(
                    lambda: _are_all_done(built, told), seconds=SETTLED_SECONDS
                )

                codes = await crew.stop()
            effects = await _effects(built)

    assert set(codes.values()) == {0}
    assert {death.code for death in crew.unexplained} <= {CANNOT_START}
    assert behind.mongo.lost_bytes > 0 < behind.kafka.lost_bytes
    assert effects == {thing.id: list(range(thing.sequence)) for thing in told}


def _crew(folder: Path, behind: Behind) -> Supervisor:
    return Supervisor(
        folder / "roles",
        members=members(),
        environment=environment(behind),
        faults=_frozen,
        lengths={"kit.messaging.lease:LENGTH": LEASE_SECONDS},
    )


def _frozen(member: Member, life: int) -> list[Fault]:
    """Freeze each one in its first life, longer than it may be absent unnoticed."""
    if life > 1:
        return []
    relay, worker = Failpoint.RELAY_SCANNED, Failpoint.HANDLER_BEFORE
    point = relay if member.role == "relay" else worker
    return [
        Fault(point=point, occurrence=2, act=Act.FREEZE, seconds=FROZEN_SECONDS),
        Fault(point=point, occurrence=9, act=Act.SLEEP, seconds=SLOW_SECONDS),
    ]


async def _told_under_faults(
    things: Things, behind: Behind, crew: Supervisor, chance: random.Random
) -> list[Thing]:
    """Count things while the network fails; return them as they were left."""
    is_over = asyncio.Event()
    counting = asyncio.create_task(_count(things, is_over, chance))
    await eventually(lambda: _are_frozen(crew), seconds=STARTED_SECONDS)
    for proxy in (behind.kafka, behind.mongo):
        async with proxy.away():
            await asyncio.sleep(FAULT_SECONDS)
        await asyncio.sleep(PAUSE_SECONDS)
        for ways in (Way.BOTH, Way.BACK, Way.THERE):
            async with proxy.losing(ways):
                await asyncio.sleep(FAULT_SECONDS)
                crew.kill_one(chance)
            await asyncio.sleep(PAUSE_SECONDS)
        proxy.delay(SLOW_SECONDS)
        await asyncio.sleep(FAULT_SECONDS)
        await proxy.restore()
    is_over.set()
    return await counting


async def _are_frozen(crew: Supervisor) -> bool:
    """Tell whether a relay and a worker have met their freeze."""
    return len(crew.reached(Act.FREEZE)) > 1


async def _count(
    things: Things, is_over: asyncio.Event, chance: random.Random
) -> list[Thing]:
    made = [
        await things.add(NewThing(name=f"thing {number}"))
        for number in range(THINGS_COUNT)
    ]
    while not is_over.is_set():
        place = chance.randrange(THINGS_COUNT)
        made[place] = await things.count(made[place])
        await asyncio.sleep(0.01)
    return made


async def _are_all_done(built: Platform, told: list[Thing]) -> bool:
    expected = sum(thing.sequence for thing in told)
    done = await built.collection("tests", "effects").count_documents({})
    waiting = await built.collection("tests", "things").count_documents(
        {"pending.0": {"$exists": True}}
    )
    return bool(done >= expected and waiting == 0)


async def _effects(built: Platform) -> dict[UUID, list[int]]:
    """Read the counts of each thing in the order in which they took effect."""
    effects: dict[UUID, list[int]] = defaultdict(list)
    async for one in built.collection("tests", "effects").find().sort("$natural", 1):
        effects[one["thing_id"]].append(one["count"])
    return dict(effects)
