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
from typing import Any

import httpx2
from aiokafka import AIOKafkaConsumer

from maillage.embedded import Servers
from maillage.running import ADMINISTRATOR, free_port

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

    def http(self, **options: Any) -> httpx2.AsyncClient:
        """Open a machine's client."""
        return httpx2.AsyncClient(base_url=self.url, timeout=30, **options)

    async def token(self, email: str, password: str) -> dict[str, str]:
        """Sign in by HTTP, and return the headers of that session."""
        async with self.http() as http:
            answer = await http.post(
                "/api/v1/sessions", json={"email": email, "password": password}
            )
            answer.raise_for_status()
            return {"Authorization": f"Bearer {answer.json()['token']}"}

    async def administrator(self) -> dict[str, str]:
        return await self.token(self.email, self.password)

    async def events(self, topic: str, *, seconds: float = 3.0) -> list[dict[str, Any]]:
        """Read a topic from its start with a plain consumer, as a stranger would."""
        consumer = AIOKafkaConsumer(
            f"{self.namespace}.{topic}",
            bootstrap_servers=self.servers.kafka_bootstrap,
            auto_offset_reset="earliest",
        )
        await consumer.start()
        try:
            got = await consumer.getmany(timeout_ms=int(seconds * 1000))
            found = [record for records in got.values() for record in records]
            while got:
                got = await consumer.getmany(timeout_ms=500)
                found += [record for records in got.values() for record in records]
        finally:
            await consumer.stop()
        return [
            {name: value.decode() for name, value in record.headers}
            | {"data": json.loads(record.value)}
            for record in found
        ]


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
            await asyncio.wait_for(process.wait(), STOP_SECONDS)


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
