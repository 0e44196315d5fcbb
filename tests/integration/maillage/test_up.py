"""`maillage up` and `maillage demo`: one machine, one command, twice without harm."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from maillage.embedded import Servers
from maillage.running import ADMINISTRATOR, free_port

from .test_roles import answers

ROOT = Path(__file__).parents[3]
STOP_SECONDS = 40
DEMO_SECONDS = 400


def environment(servers: Servers, namespace: str) -> dict[str, str]:
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("MAILLAGE_")
    }
    return bare | {
        "MAILLAGE_NAMESPACE": namespace,
        "MAILLAGE_MONGO__URL": servers.mongo_url,
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": servers.kafka_bootstrap,
        "NO_COLOR": "1",
        "LANG": "fr_FR.UTF-8",
        "LC_ALL": "",
    }


async def maillage(*arguments: str, told: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "maillage", *arguments),
        cwd=ROOT,
        env=told,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def said(process: asyncio.subprocess.Process) -> str:
    """Let it end, and return what it wrote, its lines joined."""
    output, _ = await process.communicate()
    return " ".join(output.decode().split())


@asynccontextmanager
async def up(
    *arguments: str, folder: Path, told: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await maillage(
        *("up", "--no-demo", "--folder", str(folder), *arguments), told=told
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def stopped(process: asyncio.subprocess.Process) -> str:
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(STOP_SECONDS):
        return await said(process)


class TestUp:
    async def test_it_answers_tells_where_and_stops_in_order(
        self, servers: Servers, namespace: str, tmp_path: Path
    ) -> None:
        told, port = environment(servers, namespace), free_port(18_100)

        async with up("--port", str(port), folder=tmp_path, told=told) as process:
            await answers(f"http://127.0.0.1:{port}/readyz", process)
            await wait_for_the_screen(tmp_path)
            await answers(f"http://127.0.0.1:{port}/connexion", process)
            screen = await stopped(process)

        assert process.returncode == 0, screen
        for expected in (f"http://127.0.0.1:{port}/courrier", ADMINISTRATOR, "Ctrl-C"):
            assert expected in screen
        assert "Tout est arrêté." in screen
        assert not (tmp_path / "run.json").exists()
        assert_every_line_is_json(tmp_path / "logs" / "maillage.log")

    async def test_a_port_that_is_taken_is_passed_over_and_said(
        self, servers: Servers, namespace: str, tmp_path: Path
    ) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            taken = other.getsockname()[1]
            told = environment(servers, namespace)

            async with up("--port", str(taken), folder=tmp_path, told=told) as process:
                await wait_for_the_screen(tmp_path)
                screen = await stopped(process)

        assert f"Le port {taken} est pris" in screen

    async def test_a_second_one_on_the_same_data_is_refused(
        self, servers: Servers, namespace: str, tmp_path: Path
    ) -> None:
        told, port = environment(servers, namespace), str(free_port(18_200))

        async with up("--port", port, folder=tmp_path, told=told) as first:
            await wait_for_the_screen(tmp_path)
            async with up("--port", port, folder=tmp_path, told=told) as second:
                screen = await said(second)
            await stopped(first)

        assert second.returncode == 1
        assert "tourne déjà" in screen
        assert first.returncode == 0


@pytest.mark.timeout(DEMO_SECONDS)
class TestDemo:
    async def test_it_plays_the_story_and_a_second_time_changes_nothing(
        self, servers: Servers, namespace: str, tmp_path: Path
    ) -> None:
        told, port = environment(servers, namespace), free_port(18_300)
        demo = ("demo", "--folder", str(tmp_path))

        async with up("--port", str(port), folder=tmp_path, told=told) as process:
            await wait_for_the_screen(tmp_path)
            first = await maillage(*demo, told=told)
            story = await said(first)
            before = await registered(port, tmp_path)
            second = await maillage(*demo, told=told)
            again = await said(second)
            after = await registered(port, tmp_path)
            doctor = await maillage("doctor", *demo[1:], told=told)
            health = await said(doctor)
            await stopped(process)

        assert first.returncode == 0, story
        for expected in ("652 structures, 900 conseillers", "est rejetée", "vérifiée"):
            assert expected in story
        assert second.returncode == 0, again
        assert "Déjà fait" in again
        assert after == before
        assert before["advisors"] >= 200
        assert doctor.returncode == 0, health


async def wait_for_the_screen(folder: Path) -> None:
    """Wait until the run is noted, then until its site answers."""
    async with httpx2.AsyncClient() as http:
        for _ in range(600):
            try:
                run = json.loads((folder / "run.json").read_text())
                address = f"http://127.0.0.1:{run['http_port']}/readyz"
                if (await http.get(address)).status_code == httpx2.codes.OK:
                    await asyncio.sleep(1)
                    return
            except (OSError, httpx2.TransportError):
                pass
            await asyncio.sleep(0.1)
    raise AssertionError("it does not answer")


async def registered(port: int, folder: Path) -> dict[str, Any]:
    """Count what the story makes, as the administrator reads it."""
    password = json.loads((folder / "secrets.json").read_text())["password"]
    given = {"email": ADMINISTRATOR, "password": password}
    site = f"http://127.0.0.1:{port}/api/v1"
    async with httpx2.AsyncClient(timeout=30) as http:
        token = (await http.post(f"{site}/sessions", json=given)).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}

        async def count(path: str, **query: str) -> int:
            found, after = 0, None
            while True:
                told = {**query, "limit": "200", **({"after": after} if after else {})}
                page = await http.get(f"{site}/{path}", params=told, headers=headers)
                found += len(page.json()["items"])
                after = page.json().get("next")
                if not after:
                    return found

        return {
            "advisors": await count("advisors", status="active"),
            "partners": await count("partners"),
            "decisions": await count("decisions"),
            "webinars": await count("webinars"),
        }


def assert_every_line_is_json(log: Path) -> None:
    lines = log.read_text().splitlines()
    assert lines
    for line in lines:
        assert isinstance(json.loads(line), dict)
