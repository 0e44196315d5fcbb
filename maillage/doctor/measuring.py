"""Measures a whole installation in a folder of its own, from first start to idle."""

import asyncio
import contextlib
import shutil
import signal
import statistics
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from aiohttp import ClientError, ClientSession

from kit.texts import N_
from maillage.demo import Silence, Stage, on_stage
from maillage.demo.story.census import import_census
from maillage.running import ADMINISTRATOR, Folder, free_port, settings_here

from .processes import (
    MEGABYTE,
    family,
    forget_peak,
    proportional_bytes,
    resident_bytes,
    resident_peak_bytes,
)

PORT = 8600
POLL_SECONDS = 0.05
START_SECONDS = 300.0
IDLE_SECONDS = 60
VISITS = 15
PAGES = (
    *("/", "/agenda", "/points-accueil?place=42000", "/centres"),
    *("/aujourdhui", "/recensement", "/conseillers", "/structures"),
    *("/comites", "/dossiers", "/decisions", "/evenements", "/webinaires"),
)

Tell = Callable[[str], None]


class Measure(NamedTuple):
    """`about` says what of, if several are measured alike; `limit` is the aim."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    about: str = ""

    @property
    def is_kept(self) -> bool:
        return self.limit is None or self.value <= self.limit


class DidNotStart(Exception):
    """The site did not answer in time; its log says why."""


@dataclass(frozen=True)
class Running:
    pid: int
    url: str
    seconds: float


async def measure(folder: Folder, tell: Tell) -> list[Measure]:
    """Start twice, import, play, rest, visit: some five minutes, nothing left."""
    shutil.rmtree(folder.path, ignore_errors=True)
    try:
        return [*await _first(folder, tell), *await _second(folder, tell)]
    finally:
        shutil.rmtree(folder.path, ignore_errors=True)


async def _first(folder: Folder, tell: Tell) -> list[Measure]:
    tell(N_("Premier démarrage…"))
    async with _started(folder) as running:
        tell(N_("Recensement national…"))
        took, more = await _import(folder, running.pid)
        tell(N_("Démonstration…"))
        played = await _played(folder)
    return [
        Measure(N_("Premier démarrage"), running.seconds, "s"),
        Measure(N_("Recensement analysé et appliqué"), took, "s", 5),
        Measure(N_("Mémoire de plus pour cela"), more, "MB", 60),
        Measure(N_("Démonstration entière"), played, "s", 180),
    ]


async def _second(folder: Folder, tell: Tell) -> list[Measure]:
    tell(N_("Second démarrage…"))
    async with _started(folder) as running:
        tell(N_("Repos d’une minute…"))
        await asyncio.sleep(IDLE_SECONDS)
        whole = proportional_bytes(family(running.pid)) / MEGABYTE
        tell(N_("Pages…"))
        pages = await _visited(folder)
    return [
        Measure(N_("Second démarrage"), running.seconds, "s", 12),
        Measure(N_("Mémoire du tout, au repos"), whole, "MB", 1_000),
        *pages,
    ]


@asynccontextmanager
async def _started(folder: Folder) -> AsyncIterator[Running]:
    port = free_port(PORT)
    url = f"http://127.0.0.1:{port}"
    began_at = perf_counter()
    command = ("up", "--no-demo", "--port", str(port), "--folder", str(folder.path))
    process = await _maillage(*command)
    try:
        await _answers(url, process)
        yield Running(process.pid, url, perf_counter() - began_at)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        await process.wait()


async def _maillage(*command: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "maillage", *command),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )


async def _answers(url: str, process: asyncio.subprocess.Process) -> None:
    deadline = perf_counter() + START_SECONDS
    async with ClientSession() as http:
        while perf_counter() < deadline and process.returncode is None:
            with contextlib.suppress(ClientError):
                async with http.get(f"{url}/connexion"):
                    return
            await asyncio.sleep(POLL_SECONDS)
    raise DidNotStart(url)


@asynccontextmanager
async def _on_stage(folder: Folder) -> AsyncIterator[Stage]:
    async with on_stage(
        settings_here(folder),
        password=folder.password,
        administrator=ADMINISTRATOR,
        tell=Silence(),
    ) as stage:
        yield stage


async def _import(folder: Folder, pid: int) -> tuple[float, float]:
    """Return how long it took, and how much memory more at most."""
    async with _on_stage(folder) as stage:
        admin = await stage.admin()
        before = resident_bytes(pid)
        forget_peak(pid)
        began_at = perf_counter()
        await import_census(stage, admin)
        took = perf_counter() - began_at
    return took, (resident_peak_bytes(pid) - before) / MEGABYTE


async def _played(folder: Folder) -> float:
    began_at = perf_counter()
    process = await _maillage("demo", "--folder", str(folder.path))
    await process.wait()
    return perf_counter() - began_at


async def _visited(folder: Folder) -> list[Measure]:
    async with _on_stage(folder) as stage:
        admin = await stage.admin()
        measures = []
        for path in PAGES:
            times = []
            for _ in range(VISITS):
                began_at = perf_counter()
                await admin.page(path)
                times.append((perf_counter() - began_at) * 1_000)
            measures.append(_page(path, times))
    return measures


def _page(path: str, times: list[float]) -> Measure:
    median = statistics.median(times)
    return Measure(N_("Page"), median, "ms", 150, about=path)
