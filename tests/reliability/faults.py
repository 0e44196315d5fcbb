"""What a process does to itself at a failpoint: die, raise, linger or freeze."""

import asyncio
import json
import os
import signal
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kit.failpoints import Failpoint


class Act(StrEnum):
    KILL = "kill"
    RAISE = "raise"
    SLEEP = "sleep"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Act when `point` is reached for the `occurrence`th time, and `times` in a row.

    `seconds` is how long a sleep or a freeze lasts.
    """

    point: Failpoint
    occurrence: int = 1
    act: Act = Act.KILL
    times: int = 1
    seconds: float = 0.0

    def is_due(self, count: int) -> bool:
        return self.occurrence <= count < self.occurrence + self.times

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Fault":
        names = {"point": Failpoint(told["point"]), "act": Act(told["act"])}
        return cls(**{**told, **names})

    def told(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A fault that took place; `life` counts the starts of the same member."""

    member: str
    life: int
    pid: int
    fault: Fault


class Injected(Exception):
    """Raised by a test at a failpoint: any fault that a program could have."""


class Armed:
    """Counts what this process reaches; a hit is written down before it takes place."""

    def __init__(
        self, faults: Iterable[Fault], *, member: str, life: int, report: Path
    ) -> None:
        self._faults = tuple(faults)
        self._who = {"member": member, "life": life}
        self._report = os.open(report, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._counts: Counter[Failpoint] = Counter()

    async def __call__(self, point: Failpoint) -> None:
        self._counts[point] += 1
        for fault in self._faults:
            if fault.point is point and fault.is_due(self._counts[point]):
                self._write(fault)
                await self._act(fault)

    def _write(self, fault: Fault) -> None:
        # What is written is the system's: it outlives the process.
        told = {**self._who, "pid": os.getpid(), "fault": fault.told()}
        os.write(self._report, json.dumps(told).encode() + b"\n")

    async def _act(self, fault: Fault) -> None:
        match fault.act:
            case Act.KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            case Act.FREEZE:
                os.kill(os.getpid(), signal.SIGSTOP)
            case Act.SLEEP:
                await asyncio.sleep(fault.seconds)
            case Act.RAISE:
                raise Injected(fault.point)


def read_hits(report: Path, *, start: int = 0) -> tuple[list[Hit], int]:
    """Return what was written from byte `start` on, and where to go on reading."""
    if not report.exists():
        return [], 0
    with report.open("rb") as file:
        file.seek(start)
        written = file.read()
    whole = written[: written.rfind(b"\n") + 1]
    hits = [
        Hit(**{**told, "fault": Fault.read(told["fault"])})
        for told in map(json.loads, whole.splitlines())
    ]
    return hits, start + len(whole)
