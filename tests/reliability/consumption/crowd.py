"""Members of a group, as processes that come, go and are killed."""

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from kit.platform import Platform
from tests.support.harness import SECRET

LEAST, MOST = 1, 4
STOP_SECONDS = 40.0


class Crowd:
    """Between one and four members; what is done to them is counted by its name."""

    def __init__(self, environment: Mapping[str, str], chance: random.Random) -> None:
        self._environment = environment
        self._chance = chance
        self._members: list[asyncio.subprocess.Process] = []
        self._leaving: list[asyncio.subprocess.Process] = []
        self.done: Counter[str] = Counter()
        self.codes: list[int] = []

    async def start(self, count: int) -> None:
        for _ in range(count):
            await self._join()

    async def stir(self) -> None:
        """Have one join, leave or be killed, as chance has it."""
        acts = ["join"] * (len(self._members) < MOST)
        if len(self._members) > LEAST:
            acts += ["leave", "kill"]
        act = self._chance.choice(acts or ["kill"])
        match act:
            case "join":
                await self._join()
            case "leave":
                member = self._chosen()
                member.terminate()
                self._leaving.append(member)
            case _:
                member = self._chosen()
                member.kill()
                await member.wait()
                # It is started again at once, as a supervisor does.
                await self._join()
        self.done[act] += 1

    async def fallen(self) -> int:
        """Count the members that ended though nobody asked them to."""
        return sum(member.returncode is not None for member in self._members)

    async def stop(self) -> None:
        for member in self._members:
            member.terminate()
        for member in (*self._members, *self._leaving):
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    code = await member.wait()
            except TimeoutError:
                member.kill()
                code = await member.wait()
            self.codes.append(code)
        self._members, self._leaving = [], []

    def _chosen(self) -> asyncio.subprocess.Process:
        return self._members.pop(self._chance.randrange(len(self._members)))

    async def _join(self) -> None:
        self._members.append(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.reliability.consumption.member"),
                env=self._environment,
            )
        )


@asynccontextmanager
async def crowd(built: Platform, chance: random.Random) -> AsyncIterator[Crowd]:
    settings = built.settings
    environment = os.environ | {
        "MAILLAGE_MODE": "embedded",
        "MAILLAGE_SECRET": SECRET,
        "MAILLAGE_NAMESPACE": settings.namespace,
        "MAILLAGE_MONGO__URL": settings.mongo.url.get_secret_value(),
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": settings.kafka.bootstrap_servers,
        "MAILLAGE_LOG_LEVEL": "error",
    }
    members = Crowd(environment, chance)
    try:
        yield members
    finally:
        await members.stop()
