"""What the benchmarks stand on: two real servers, and processes of their own."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from pydantic import SecretStr

from kit.identity.callers import Grant
from kit.identity.sessions import NewSession
from kit.ids import new_id
from kit.mongo import Collection
from kit.outbox import WAITING
from kit.platform import Platform, platform
from kit.running import migrate
from kit.running.serving import build_all
from kit.service import Service
from kit.settings import HttpSettings, KafkaSettings, MongoSettings, Settings

from .processes import Meter, Running
from .rounds import DISTURBED, ROUNDS, Compared, Ratio, Side, by_rate, compare

SECRET = "a secret of the benchmarks, it signs nothing real"  # noqa: S105 - as it says
START_SECONDS, DRAIN_SECONDS = 60.0, 300.0
POLL_SECONDS = 0.005


@dataclass(frozen=True)
class Ground:
    """Both servers; `scale` makes everything smaller while a benchmark is written."""

    folder: Path
    mongo_url: str
    kafka: str
    servers: tuple[psutil.Process, ...]
    scale: float = 1.0
    rounds: int = ROUNDS
    disturbed: float = DISTURBED

    def sized(self, count: int) -> int:
        return max(1, int(count * self.scale))

    async def compare(
        self, ours: Side, peer: Side, *, ratio: Ratio = by_rate
    ) -> Compared:
        return await compare(
            ours, peer, ratio=ratio, rounds=self.rounds, disturbed=self.disturbed
        )

    def settings(self, namespace: str) -> Settings:
        return Settings(
            mode="embedded",
            namespace=namespace,
            secret=SecretStr(SECRET),
            mongo=MongoSettings(url=SecretStr(self.mongo_url)),
            kafka=KafkaSettings(bootstrap_servers=self.kafka),
            http=HttpSettings(host="127.0.0.1"),
        )

    @asynccontextmanager
    async def prepared(
        self, namespace: str, *services: Service
    ) -> AsyncIterator[Platform]:
        """Migrate the services in a namespace of their own, and open it."""
        async with platform(self.settings(namespace)) as built:
            async with build_all(built, services) as provided:
                await migrate(built, services, provided)
            yield built

    @asynccontextmanager
    async def child(self, namespace: str) -> AsyncIterator[Running]:
        """Start a process that does what it is asked (see `child`)."""
        async with self._running(namespace, "-m", "benchmarks.child") as running:
            yield running

    @asynccontextmanager
    async def role(
        self, namespace: str, service: str, role: str, **more: str
    ) -> AsyncIterator[Running]:
        """Start a role of the product as an installation starts it."""
        command = ("-m", f"services.{service}", role)
        async with self._running(namespace, *command, **more) as running:
            yield running

    @asynccontextmanager
    async def api(self, namespace: str, service: str) -> AsyncIterator[tuple[Any, int]]:
        """Start the api of a service; yield its process and its port."""
        port = free_port()
        settings = {"MAILLAGE_HTTP__PORT": str(port)}
        async with self.role(namespace, service, "api", **settings) as running:
            await listening(port)
            yield running, port

    @asynccontextmanager
    async def _running(
        self, namespace: str, *command: str, **more: str
    ) -> AsyncIterator[Running]:
        log = self.folder / f"{namespace}-{command[-1]}.log"
        running = await Running.start(
            *command, log=log, environment=self._environment(namespace) | more
        )
        try:
            yield running
        finally:
            await running.stop()

    def _environment(self, namespace: str) -> dict[str, str]:
        return {
            "MAILLAGE_MODE": "embedded",
            "MAILLAGE_NAMESPACE": namespace,
            "MAILLAGE_SECRET": SECRET,
            "MAILLAGE_HTTP__REQUESTS_AT_ONCE": "1000",
            "MAILLAGE_MONGO__URL": self.mongo_url,
            "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": self.kafka,
        }

    def meter(self, *processes: Running) -> Meter:
        return Meter(processes, self.servers)


async def relayed(*collections: Collection) -> float:
    """Wait until no event waits in these collections; return when that was.

    Raises:
        TimeoutError: something still waits.
    """
    async with asyncio.timeout(DRAIN_SECONDS):
        for documents in collections:
            while True:
                if await documents.find_one(WAITING, {"_id": True}) is None:
                    break
                await asyncio.sleep(POLL_SECONDS)
    return time.monotonic()


async def session(built: Platform, *roles: str) -> str:
    """Open a real session; the token is what a browser would show."""
    return await built.sessions.open(
        NewSession(
            account_id=new_id(),
            person_id=new_id(),
            name="Claire Vidal",
            place="",
            language="fr",
            grants=tuple(Grant(role) for role in roles),
        )
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def listening(port: int) -> None:
    """Wait until somebody takes connections there.

    Raises:
        TimeoutError: nobody does.
    """
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
