"""One api process as it is installed, what it weighs, and who asks it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import aiohttp
import psutil

from maillage.embedded import Servers
from maillage.embedded.processes import ServerProcess
from tests.reliability.site import migrated
from tests.support.harness import SECRET, eventually
from tests.support.ports import own_port

from .asking import Answer, Plan

LOAD_SECONDS_MORE = 60.0
READY = 200


@dataclass
class Door:
    """`weights` are the resident MiB of the process, read each half second."""

    folder: Path
    port: int
    process: ServerProcess
    token: str
    weights: list[float] = field(default_factory=list)

    def weigh(self) -> float:
        bytes_held: int = psutil.Process(self.process.pid).memory_info().rss
        return round(bytes_held / 2**20, 1)

    async def watch(self) -> None:
        while True:
            self.weights.append(self.weigh())
            await asyncio.sleep(0.5)

    async def asked(
        self, name: str, *, seconds: float, rate: float = 0.0, callers: int = 0
    ) -> list[Answer]:
        """Have a process ask, and return all that it was answered."""
        results = self.folder / f"{name}.json"
        plan = Plan(
            port=self.port,
            token=self.token,
            seconds=seconds,
            results=str(results),
            rate=rate,
            callers=callers,
            name=name,
        )
        told = (sys.executable, "-m", "tests.reliability.crowd.asking")
        command = (*told, json.dumps(asdict(plan)))
        process = ServerProcess.start(name, command, folder=self.folder)

        async def is_over() -> bool:
            return not process.is_running()

        await eventually(is_over, seconds=seconds + LOAD_SECONDS_MORE, every=0.05)
        if process.exit_code != 0:
            raise RuntimeError(process.log.read_text()[-2_000:])
        found = json.loads(results.read_text("utf-8"))
        return [Answer(**one) for one in found["answers"]]


@asynccontextmanager
async def door(
    folder: Path, servers: Servers, settings: Mapping[str, str]
) -> AsyncIterator[Door]:
    """Migrate, then run the registry's api, with all limits as they are installed."""
    port = own_port("crowd", folder=folder)
    environment = {
        "MAILLAGE_MODE": "embedded",
        "MAILLAGE_SECRET": SECRET,
        "MAILLAGE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "MAILLAGE_HTTP__PORT": str(port),
        "MAILLAGE_MONGO__URL": servers.mongo_url,
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": servers.kafka_bootstrap,
        "MAILLAGE_LOG_LEVEL": "warning",
        **settings,
    }
    token = await migrated(environment)
    command = (sys.executable, "-m", "services.registry", "api")
    process = ServerProcess.start(
        "api", command, folder=folder, environment=environment
    )
    built = Door(folder, port, process, token)
    try:
        await eventually(lambda: _serves(built), seconds=60)
        yield built
    finally:
        await process.stop()


async def _serves(door: Door) -> bool:
    if not door.process.is_running():
        raise RuntimeError(door.process.log.read_text()[-2_000:])
    try:
        url = f"http://127.0.0.1:{door.port}/readyz"
        async with aiohttp.request("GET", url) as answer:
            return answer.status == READY
    except aiohttp.ClientError:
        return False
