"""Each role of each service starts on real servers, and stops cleanly when told to."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest

from kit.running.command import WRONG_SETTINGS, WRONG_USE
from maillage.embedded import Servers
from maillage.running import SERVICES, free_port
from tests.support.harness import SECRET, installed

ROOT = Path(__file__).parents[3]
NAMES = [service.name for service in SERVICES]
START_SECONDS = 60
STOP_SECONDS = 20


def environment(servers: Servers, namespace: str, **more: str) -> dict[str, str]:
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("MAILLAGE_")
    }
    return bare | {
        "MAILLAGE_MODE": "embedded",
        "MAILLAGE_NAMESPACE": namespace,
        "MAILLAGE_SECRET": SECRET,
        "MAILLAGE_MONGO__URL": servers.mongo_url,
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": servers.kafka_bootstrap,
        **more,
    }


@asynccontextmanager
async def role(
    service: str, name: str, environment: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"services.{service}", name),
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def started(process: asyncio.subprocess.Process) -> str:
    """Wait until the role says that it works, and return what it logged so far."""
    assert process.stderr is not None
    logged = ""
    async with asyncio.timeout(START_SECONDS):
        while "role.started" not in logged:
            line = await process.stderr.readline()
            assert line, logged
            logged += line.decode()
    return logged


async def stopped(process: asyncio.subprocess.Process) -> str:
    """Ask it to stop, and return what it logged."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(STOP_SECONDS):
        _, errors = await process.communicate()
    return errors.decode()


@pytest.mark.parametrize("service", NAMES)
class TestRole:
    async def test_migrate_ends_by_itself_and_may_be_run_again(
        self, service: str, servers: Servers, namespace: str
    ) -> None:
        for _ in range(2):
            async with role(
                service, "migrate", environment(servers, namespace)
            ) as process:
                _, errors = await process.communicate()

            assert process.returncode == 0, errors.decode()

    async def test_api_answers_and_stops(
        self, service: str, servers: Servers, namespace: str
    ) -> None:
        port = free_port(18_000)
        told = environment(servers, namespace, MAILLAGE_HTTP__PORT=str(port))
        async with role(service, "api", told) as process:
            await answers(f"http://127.0.0.1:{port}/readyz", process)
            errors = await stopped(process)

        assert process.returncode == 0, errors
        assert "Traceback" not in errors

    async def test_what_works_beside_it_stops(
        self, service: str, servers: Servers, namespace: str
    ) -> None:
        told = environment(servers, namespace)
        async with (
            installed(servers, namespace, *SERVICES),
            role(service, "worker", told) as worker,
            role(service, "relay", told) as relay,
        ):
            for process in (worker, relay):
                before = await started(process)
                errors = before + await stopped(process)

                assert process.returncode == 0, errors
                assert "Traceback" not in errors


class TestSettings:
    async def test_the_whole_list_of_what_is_wrong_is_told(self) -> None:
        told = {
            "PATH": os.environ["PATH"],
            "MAILLAGE_SECRET": "short",
            "MAILLAGE_MODE": "large",
        }

        async with role("registry", "api", told) as process:
            _, errors = await process.communicate()

        assert process.returncode == WRONG_SETTINGS
        for name in (
            "MAILLAGE_SECRET",
            "MAILLAGE_MODE",
            "MAILLAGE_MONGO",
            "MAILLAGE_KAFKA",
        ):
            assert name in errors.decode()
        assert "short" not in errors.decode()

    async def test_an_unknown_role_is_refused(self) -> None:
        async with role("registry", "server", dict(os.environ)) as process:
            output, _ = await process.communicate()

        assert process.returncode == WRONG_USE
        assert b"api|worker|relay|migrate" in output


async def answers(address: str, process: asyncio.subprocess.Process) -> None:
    async with httpx2.AsyncClient() as http:
        for _ in range(300):
            assert process.returncode is None, (await process.communicate())[1].decode()
            try:
                if (await http.get(address)).status_code == httpx2.codes.OK:
                    return
            except httpx2.TransportError:
                await asyncio.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
