"""Roles as processes: what they say of themselves, and how they end."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from maillage.embedded import Servers
from maillage.running import free_port
from tests.support.harness import SECRET, Installation, eventually

STOP_SECONDS = 15.0
Told = tuple[int, Mapping[str, Any]]


def environment(servers: Servers, it: Installation, **more: str) -> dict[str, str]:
    return os.environ | {
        "MAILLAGE_MODE": "embedded",
        "MAILLAGE_SECRET": SECRET,
        "MAILLAGE_NAMESPACE": it.platform.settings.namespace,
        "MAILLAGE_MONGO__URL": servers.mongo_url,
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": servers.kafka_bootstrap,
        "MAILLAGE_LOG_LEVEL": "warning",
        **more,
    }


@asynccontextmanager
async def role(
    name: str, told: Mapping[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.integration.kit.role", name),
        env=told,
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ready(port: int) -> Told:
    """Return the status and what it says; 0 while nobody answers."""
    try:
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"http://127.0.0.1:{port}/readyz") as answer,
        ):
            return answer.status, await answer.json()
    except aiohttp.ClientError:
        return 0, {}


async def becomes(port: int, status: int) -> Mapping[str, Any]:
    async def is_so() -> Mapping[str, Any] | None:
        found, told = await ready(port)
        return told if found == status else None

    told: Mapping[str, Any] = await eventually(is_so, seconds=25, every=0.05)
    return told


async def stopped(process: asyncio.subprocess.Process) -> float:
    """Ask it to stop, and return how long that took."""
    began_at = time.monotonic()
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(STOP_SECONDS):
        await process.wait()
    return time.monotonic() - began_at


class TestReadiness:
    async def test_a_worker_says_what_it_needs_on_a_port_of_its_own(
        self, servers: Servers, it: Installation
    ) -> None:
        port = free_port(18_500)
        told = environment(servers, it, MAILLAGE_HEALTH__PORT=str(port))

        async with role("worker", told) as process:
            said = await becomes(port, 200)
            async with (
                aiohttp.ClientSession() as http,
                http.get(f"http://127.0.0.1:{port}/metrics") as answer,
            ):
                metrics = await answer.text()
            seconds = await stopped(process)

        group = f"{it.platform.prefix}tests.things"
        assert said["needs"]["worker"] == {
            "mongo": "ok",
            "kafka": "ok",
            group: "assigned",
        }
        assert "maillage_records_waiting" in metrics
        assert process.returncode == 0
        assert seconds < STOP_SECONDS

    async def test_of_two_relays_one_leads_and_one_stands_by_and_both_are_ready(
        self, servers: Servers, it: Installation
    ) -> None:
        ports = [free_port(18_520), free_port(18_540)]
        told = [
            environment(servers, it, MAILLAGE_HEALTH__PORT=str(port)) for port in ports
        ]

        async with role("relay", told[0]), role("relay", told[1]):

            async def are_parted() -> list[str] | None:
                states = [await ready(port) for port in ports]
                said = sorted(
                    told.get("needs", {}).get("relay", {}).get("tests", "")
                    for status, told in states
                    if status == 200
                )
                return said if said == ["leads", "stands by"] else None

            assert await eventually(are_parted, seconds=25)

    async def test_a_relay_without_kafka_lives_and_is_not_ready(
        self, servers: Servers, it: Installation
    ) -> None:
        port = free_port(18_560)
        absent = f"127.0.0.1:{free_port(18_990)}"
        told = environment(servers, it, MAILLAGE_HEALTH__PORT=str(port))
        told["MAILLAGE_KAFKA__BOOTSTRAP_SERVERS"] = absent

        async with role("relay", told) as process:

            async def says_so() -> bool:
                status, said = await ready(port)
                needs = said.get("needs", {}).get("relay", {})
                return status == 503 and needs.get("kafka") == "absent"

            await eventually(says_so, seconds=25)
            assert process.returncode is None

    async def test_an_api_does_not_need_kafka(
        self, servers: Servers, it: Installation
    ) -> None:
        port = free_port(18_580)
        told = environment(servers, it, MAILLAGE_HTTP__PORT=str(port))
        told["MAILLAGE_KAFKA__BOOTSTRAP_SERVERS"] = "127.0.0.1:1"

        async with role("api", told):
            said = await becomes(port, 200)

        assert said == {"status": "ok", "needs": {"api": {"mongo": "ok"}}}

    async def test_one_application_tells_all_roles_of_its_process(
        self, it: Installation
    ) -> None:
        async with it.working():

            async def tells_all() -> Mapping[str, Any] | None:
                answer = await it.client.get("/readyz")
                told: Mapping[str, Any] = answer.json()
                is_assigned = "assigned" in str(told["needs"].get("worker"))
                leads = "leads" in str(told["needs"].get("relay"))
                return told if is_assigned and leads else None

            told = await eventually(tells_all)
        after = (await it.client.get("/readyz")).json()

        assert set(told["needs"]) == {"api", "relay", "worker"}
        assert told["status"] == "ok"
        assert after == {"status": "ok", "needs": {"api": {"mongo": "ok"}}}


class TestTheEnd:
    async def test_an_api_is_unready_first_and_serves_on_for_a_while(
        self, servers: Servers, it: Installation
    ) -> None:
        port = free_port(18_600)
        told = environment(
            servers,
            it,
            MAILLAGE_HTTP__PORT=str(port),
            MAILLAGE_HTTP__DRAIN_SECONDS="2",
        )

        async with role("api", told) as process:
            await becomes(port, 200)
            stopping = asyncio.create_task(stopped(process))
            said = await becomes(port, 503)
            async with (
                aiohttp.ClientSession() as http,
                http.post(
                    f"http://127.0.0.1:{port}/api/v1/things", json={"name": "late"}
                ) as answer,
            ):
                status = answer.status
            seconds = await stopping

        assert said["status"] == "stopping"
        assert status == 201
        assert process.returncode == 0
        assert 2 <= seconds < STOP_SECONDS

    async def test_a_role_ends_with_the_part_that_died(
        self, servers: Servers, it: Installation
    ) -> None:
        told = environment(servers, it, MAILLAGE_TEST_DIES="0.5")

        async with role("worker", told) as process:
            async with asyncio.timeout(30):
                _, errors = await process.communicate()

        assert process.returncode == 70
        assert "process.part_died" in errors.decode()
        assert "RuntimeError" in errors.decode()

    async def test_a_worker_that_cannot_start_says_why_and_ends(
        self, servers: Servers, it: Installation
    ) -> None:
        told = environment(servers, it)
        told["MAILLAGE_KAFKA__BOOTSTRAP_SERVERS"] = "127.0.0.1:1"

        async with role("worker", told) as process:
            async with asyncio.timeout(30):
                _, errors = await process.communicate()

        assert process.returncode == 69
        assert "KafkaUnavailable" in errors.decode()
        assert "Traceback" not in errors.decode()
