"""The whole installation as people meet it: one process, started by its own command."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import httpx2

from maillage.embedded import Servers
from maillage.running import ADMINISTRATOR, free_port
from tests.support.harness import eventually

from .cast import PASSWORD, Actor
from .events import Told, told_on
from .letters import Letter, letters_to
from .machine import Machine

START_SECONDS = 90.0
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Site:
    """Where it answers, and who administers it."""

    url: str
    email: str
    password: str
    servers: Servers
    namespace: str
    log: Path

    async def machine(self, email: str, password: str = PASSWORD) -> Machine:
        """Sign in by HTTP, and return the client of that session."""
        body = {"email": email, "password": password}
        opened = await self.nobody.post("/sessions", body)
        return Machine(self.url, {"Authorization": f"Bearer {opened['token']}"})

    @property
    def nobody(self) -> Machine:
        return Machine(self.url)

    async def administrator(self) -> Machine:
        return await self.machine(self.email, self.password)

    async def letters(self, actor: Actor, about: str = "") -> list[Letter]:
        """Return the e-mails that arrived, whose subject contains `about`."""
        return await letters_to(
            actor.email, servers=self.servers, namespace=self.namespace, about=about
        )

    async def letter(self, actor: Actor, about: str) -> Letter:
        """Wait for the one e-mail about this."""
        found = await eventually(lambda: self.letters(actor, about))
        (letter,) = found
        return cast("Letter", letter)

    async def events(self, topic: str, fact: str = "") -> list[Told]:
        """Read a topic from its start as a stranger does, or one kind of its events."""
        told = await told_on(f"{self.namespace}.{topic}", servers=self.servers)
        return [one for one in told if one["ce_type"].endswith(f"{fact}.v1")]

    async def awaited(self, topic: str, fact: str, count: int = 1) -> list[Told]:
        """Wait until so many events of this kind were told."""

        async def told() -> list[Told] | None:
            found = await self.events(topic, f".{fact}")
            return found if len(found) >= count else None

        return cast("list[Told]", await eventually(told, every=0.3))


@asynccontextmanager
async def started(
    servers: Servers, namespace: str, folder: Path
) -> AsyncIterator[Site]:
    """Run `maillage up` on the tests' servers until the block ends."""
    port = free_port(8_400 + os.getpid() % 500)
    environment = os.environ | {
        "MAILLAGE_MONGO__URL": servers.mongo_url,
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": servers.kafka_bootstrap,
        "MAILLAGE_NAMESPACE": namespace,
        "NO_COLOR": "1",
    }
    output = folder / "screen.txt"
    folder.mkdir(parents=True, exist_ok=True)
    with output.open("wb") as screen:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "maillage", "up", "--no-demo"),
            *("--port", str(port), "--folder", str(folder)),
            env=environment,
            stdout=screen,
            stderr=screen,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        await _until_ready(url, process, output)
        kept = json.loads((folder / "secrets.json").read_text("utf-8"))
        yield Site(
            url=url,
            email=ADMINISTRATOR,
            password=kept["password"],
            servers=servers,
            namespace=namespace,
            log=folder / "logs" / "maillage.log",
        )
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()


async def _until_ready(
    url: str, process: asyncio.subprocess.Process, output: Path
) -> None:
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    async with httpx2.AsyncClient() as http:
        while asyncio.get_running_loop().time() < deadline:
            if process.returncode is not None:
                break
            try:
                if (await http.get(f"{url}/readyz")).status_code == 200:
                    return
            except httpx2.TransportError:
                await asyncio.sleep(0.1)
    raise AssertionError(output.read_text("utf-8", "replace"))
