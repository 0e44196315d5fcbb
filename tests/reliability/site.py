"""A site of real role processes whose servers are about to fail.

Commands on partners go to the registry over HTTP, its relays tell of them, and the
webinars' workers keep their copies: each event's effect is a newer copy.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import aiohttp

from kit.identity.callers import Grant
from kit.identity.sessions import NewSession
from kit.ids import new_id
from kit.platform import platform
from kit.running import migrate
from kit.running.serving import build_all
from kit.settings import read_settings
from maillage.embedded.processes import ServerProcess
from maillage.running import SERVICES
from tests.support.harness import SECRET, eventually
from tests.support.ports import own_port

from .clusters import Cluster
from .load import Answer, Plan
from .readings import settled

API, RELAY, WORKER = (
    ("services.registry", "api"),
    ("services.registry", "relay"),
    ("services.webinars", "worker"),
)
READY_SECONDS = 60.0
LOAD_SECONDS_MAX = 600.0
WARM_FIRST = 1_000_000
READY = 200
NATIONAL_ADMIN = "national_admin"


@dataclass
class Site:
    folder: Path
    mongo: Cluster
    kafka: Cluster
    url: str
    token: str = ""
    roles: list[ServerProcess] = field(default_factory=list)
    warmed: list[Answer] = field(default_factory=list)

    def dead(self) -> list[str]:
        """Name the roles that did not live through it: nobody restarts them."""
        return [role.name for role in self.roles if not role.is_running()]


@dataclass
class Commands:
    """The load, running in its own process."""

    process: ServerProcess
    results: Path

    async def answers(self) -> list[Answer]:
        """Wait for the end: every answer, in the order in which they came."""
        await eventually(self._is_over, seconds=LOAD_SECONDS_MAX)
        if self.process.exit_code != 0:
            raise RuntimeError(self.process.log.read_text()[-2_000:])
        lines = self.results.read_text("utf-8").splitlines()
        return [Answer(**json.loads(line)) for line in lines]

    async def _is_over(self) -> bool:
        return not self.process.is_running()


@asynccontextmanager
async def site(
    folder: Path, mongo: Cluster, kafka: Cluster, *, relays: int = 2, workers: int = 1
) -> AsyncIterator[Site]:
    """Migrate, start the roles and wait until they serve."""
    port = own_port("api", folder=folder)
    built = Site(folder, mongo, kafka, f"http://127.0.0.1:{port}")
    environment = environment_of(built, port)
    built.token = await migrated(environment)
    roles = [API, *[RELAY] * relays, *[WORKER] * workers]
    try:
        for number, (module, role) in enumerate(roles):
            built.roles.append(
                ServerProcess.start(
                    f"{module.partition('.')[2]}-{role}-{number}",
                    (sys.executable, "-m", module, role),
                    folder=folder,
                    environment=environment,
                )
            )
        await eventually(partial(_serves, built), seconds=READY_SECONDS)
        # Every role works once the first commands have had their effects.
        first = command(built, rate=10, seconds=1.0, first=WARM_FIRST)
        built.warmed = await first.answers()
        await settled(mongo.address, seconds=READY_SECONDS)
        yield built
    finally:
        await asyncio.gather(*(role.stop(at_once=True) for role in built.roles))


def command(
    on: Site,
    *,
    rate: int,
    seconds: float,
    first: int = 0,
    reads: Sequence[str] = (),
    reads_each: int = 1,
) -> Commands:
    """Begin to send commands, numbered from `first`, each with reads beside it."""
    results = on.folder / f"answers-{first}.jsonl"
    plan = Plan(
        url=on.url,
        token=on.token,
        rate=rate,
        seconds=seconds,
        results=str(results),
        first=first,
        reads=reads,
        reads_each=reads_each,
    )
    told = (sys.executable, "-m", "tests.reliability.load", json.dumps(asdict(plan)))
    return Commands(ServerProcess.start("load", told, folder=on.folder), results)


def environment_of(on: Site, port: int) -> dict[str, str]:
    return {
        "MAILLAGE_MODE": "embedded",
        "MAILLAGE_SECRET": SECRET,
        "MAILLAGE_HTTP__REQUESTS_AT_ONCE": "1000",
        "MAILLAGE_PUBLIC_URL": on.url,
        "MAILLAGE_HTTP__PORT": str(port),
        "MAILLAGE_MONGO__URL": on.mongo.address,
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": on.kafka.address,
        "MAILLAGE_KAFKA__REPLICAS": str(len(on.kafka.nodes)),
        "MAILLAGE_LOG_LEVEL": "warning",
    }


async def migrated(environment: dict[str, str]) -> str:
    """Make what the services stand on; the token of a session that may command."""
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        settings = read_settings()
    finally:
        os.environ.clear()
        os.environ.update(before)
    async with platform(settings) as built, build_all(built, SERVICES) as provided:
        await migrate(built, SERVICES, provided)
        token: str = await built.sessions.open(
            NewSession(
                account_id=new_id(),
                person_id=new_id(),
                name="Claire Vidal",
                place="",
                language="fr",
                grants=(Grant(NATIONAL_ADMIN, None),),
            )
        )
    return token


async def _serves(on: Site) -> bool:
    for role in on.roles:
        if not role.is_running():
            raise RuntimeError(f"{role.name}: {role.log.read_text()[-2_000:]}")
    try:
        async with aiohttp.request("GET", f"{on.url}/readyz") as answer:
            return answer.status == READY
    except aiohttp.ClientError:
        return False
