"""Processes of a benchmark's own, and how much processor and memory they use."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import psutil

from .rounds import Run

ROOT = Path(__file__).parents[1]
LINE_BYTES_MAX = 2**26
STOP_SECONDS = 30.0

Do = Callable[..., Awaitable[Any]]


class Failed(Exception):
    """A process of a benchmark ended before its time; its log says why."""


class Running:
    """A process of its own, whose use of the processor and of memory is read."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._seen = psutil.Process(process.pid)
        self._log = log

    @classmethod
    async def start(cls, *command: str, log: Path, environment: dict[str, str]) -> Self:
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                cwd=ROOT,
                env=os.environ | environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                limit=LINE_BYTES_MAX,
            )
        return cls(process, log)

    def cpu_seconds(self) -> float:
        used = self._seen.cpu_times()
        return float(used.user + used.system)

    def memory_mib(self) -> float:
        return float(self._seen.memory_info().rss / 2**20)

    @property
    def has_ended(self) -> bool:
        return self._process.returncode is not None

    async def ask(self, do: Do, **options: Any) -> Any:
        """Have the process await `do(here, **options)`, and return what it returned.

        Raises:
            Failed: it ended instead.
        """
        asked = {"module": do.__module__, "name": do.__name__, "options": options}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        if not line:
            raise Failed(self._log.read_text(errors="replace")[-4_000:])
        return json.loads(line)

    async def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


class Meter:
    """How much processor the processes and the servers use from here on."""

    def __init__(
        self, processes: Iterable[Running], servers: Iterable[psutil.Process]
    ) -> None:
        self._processes = tuple(processes)
        self._servers = tuple(servers)
        self._before = self._now()

    def run(
        self,
        *,
        units: int,
        seconds: float,
        p50_ms: float = 0.0,
        p99_ms: float = 0.0,
        figures: Mapping[str, float] | None = None,
    ) -> Run:
        """Return what was done, with what was used since the start."""
        cpu, server = self._now()
        return Run(
            units=units,
            seconds=seconds,
            cpu_seconds=cpu - self._before[0],
            server_seconds=server - self._before[1],
            p50_ms=p50_ms,
            p99_ms=p99_ms,
            figures=figures or {},
        )

    def server_seconds(self) -> float:
        return self._now()[1] - self._before[1]

    def _now(self) -> tuple[float, float]:
        cpu = sum(process.cpu_seconds() for process in self._processes)
        used = [server.cpu_times() for server in self._servers]
        return cpu, sum(float(one.user + one.system) for one in used)
