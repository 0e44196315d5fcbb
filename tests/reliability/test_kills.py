"""Processes are killed while commands go on: nothing is lost, nothing counts twice."""

import asyncio
import os
import random
import sys
from collections import defaultdict
from uuid import UUID

from kit.platform import Platform, platform
from kit.running import migrate
from kit.running.serving import build_all
from maillage.embedded import Servers
from tests.integration.kit.thing import NewThing, Thing, Things
from tests.support.harness import SECRET, eventually, settings_for

from .roles import SERVICE

SEED = 20_261_123
COMMANDS = 600
THINGS_COUNT = 40
KILLS = 12
ROLES = ("relay", "relay", "worker", "worker")
SETTLED_SECONDS = 90.0


class Crew:
    """Two of each role; who is killed is started again."""

    def __init__(self, servers: Servers, namespace: str, chance: random.Random) -> None:
        self._environment = os.environ | {
            "MAILLAGE_MODE": "embedded",
            "MAILLAGE_SECRET": SECRET,
            "MAILLAGE_NAMESPACE": namespace,
            "MAILLAGE_MONGO__URL": servers.mongo_url,
            "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": servers.kafka_bootstrap,
            "MAILLAGE_LOG_LEVEL": "error",
        }
        self._chance = chance
        self._members: dict[int, asyncio.subprocess.Process] = {}

    async def start(self) -> None:
        for place in range(len(ROLES)):
            await self._start(place)

    async def kill_one(self) -> None:
        place = self._chance.randrange(len(ROLES))
        self._members[place].kill()
        await self._members[place].wait()
        await self._start(place)

    async def stop(self) -> list[int]:
        """Ask everyone to stop, and return the exit codes."""
        for member in self._members.values():
            member.terminate()
        return [
            await asyncio.wait_for(member.wait(), 30)
            for member in self._members.values()
        ]

    async def _start(self, place: int) -> None:
        self._members[place] = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.reliability.roles", ROLES[place]),
            env=self._environment,
        )


async def test_kills_of_relays_and_workers_lose_and_repeat_nothing(
    servers: Servers, namespace: str
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a seed replays the run
    crew = Crew(servers, namespace, chance)
    async with platform(settings_for(servers, namespace)) as built:
        async with build_all(built, [SERVICE]) as provided:
            await migrate(built, [SERVICE], provided)
            things = provided[Things]
            assert isinstance(things, Things)
            await crew.start()

            told = await _commands_under_kills(things, crew, chance)

            await eventually(
                lambda: _are_all_done(built, told), seconds=SETTLED_SECONDS, every=0.5
            )
        codes = await crew.stop()
        effects = await _effects(built)

    assert codes == [0] * len(ROLES)
    assert effects == {thing.id: list(range(thing.sequence)) for thing in told}


async def _commands_under_kills(
    things: Things, crew: Crew, chance: random.Random
) -> list[Thing]:
    """Return the things as the acknowledged commands left them."""
    made = [
        await things.add(NewThing(name=f"thing {number}"))
        for number in range(THINGS_COUNT)
    ]
    commands = COMMANDS - THINGS_COUNT
    for number in range(commands):
        place = chance.randrange(THINGS_COUNT)
        made[place] = await things.count(made[place])
        if number % (commands // KILLS) == 0:
            await crew.kill_one()
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
