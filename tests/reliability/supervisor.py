"""Starts roles as processes, watches them, and starts again what dies."""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from kit.failpoints import Failpoint

from .faults import Act, Hit, read_hits
from .members import Death, Faults, Member, no_faults

ROOT = Path(__file__).parents[2]
LOOK_SECONDS = 0.05
START_SECONDS = 60.0
STOP_SECONDS = 40.0
RESTARTS_MAX = 1_000
KILLED = -signal.SIGKILL


class Supervisor:
    """`faults` says what each life of each member is armed with.

    `lengths` shortens, in these processes, lengths of time that a run cannot wait for:
    `{"kit.due:LEASE": 5}`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        members: Sequence[Member],
        environment: Mapping[str, str],
        faults: Faults = no_faults,
        on_death: Callable[[Death], None] = lambda _: None,
        lengths: Mapping[str, float] | None = None,
        restarts_max: int = RESTARTS_MAX,
    ) -> None:
        self._folder = folder
        self._members = {member.name: member for member in members}
        self._environment = dict(environment)
        self._faults = faults
        self._on_death = on_death
        self._lengths = dict(lengths or {})
        self._restarts_left = restarts_max
        self._pids: dict[str, int] = {}
        self._lives: Counter[str] = Counter()
        self._started: dict[str, asyncio.Future[int]] = {}
        self._killed: set[int] = set()
        self._read_until = 0
        self._stopping = False
        self._nobody = asyncio.Event()
        self._codes: dict[str, int] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.hits: list[Hit] = []
        self.deaths: list[Death] = []

    async def __aenter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        services = sorted({member.service for member in self._members.values()})
        self._nursery = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.reliability.nursery", *services),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **self._environment},
            cwd=ROOT,
            start_new_session=True,
        )
        self._tasks = [
            asyncio.create_task(self._listen()),
            asyncio.create_task(self._look()),
        ]
        await asyncio.gather(*(self.start(name) for name in self._members))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # Its end is the end of all that it started.
        with contextlib.suppress(ProcessLookupError):
            self._nursery.kill()
        await self._nursery.wait()

    @property
    def names(self) -> list[str]:
        return list(self._members)

    @property
    def log(self) -> Path:
        return self._folder / "roles.log"

    @property
    def unexplained(self) -> list[Death]:
        """Deaths that nobody asked for: a role that fell by itself."""
        return [one for one in self.deaths if one.hit is None and not one.is_ours]

    def reached(self, act: Act = Act.KILL) -> Counter[Failpoint]:
        """Count the hits of each point."""
        return Counter(hit.fault.point for hit in self.hits if hit.fault.act is act)

    def pid(self, name: str) -> int | None:
        """Return the process that a member is now; none between two lives."""
        return self._pids.get(name)

    async def start(self, name: str) -> int:
        """Start a member that does not run; return its pid."""
        member = self._members[name]
        self._lives[name] += 1
        life = self._lives[name]
        order = {
            "tag": f"{name}/{life}",
            "member": name,
            "life": life,
            "service": member.service,
            "role": member.role,
            "environment": {**self._environment, **member.environment},
            "lengths": self._lengths,
            "faults": [fault.told() for fault in self._faults(member, life)],
            "report": str(self._report),
            "log": str(self.log),
        }
        started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._started[f"{name}/{life}"] = started
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(json.dumps(order).encode() + b"\n")
        await self._nursery.stdin.drain()
        async with asyncio.timeout(START_SECONDS):
            return await started

    def kill(self, name: str) -> bool:
        """Kill what the member is now; it is started again. False between two lives."""
        pid = self._pids.get(name)
        if pid is None:
            return False
        self._killed.add(pid)
        return _signal(pid, signal.SIGKILL)

    def kill_one(self, chance: random.Random) -> str | None:
        """Kill one of those that live, and return its name."""
        living = sorted(self._pids)
        name = chance.choice(living) if living else None
        return name if name is not None and self.kill(name) else None

    async def freeze(self, name: str, *, seconds: float) -> None:
        """Stop a process as it stands, and let it go on later."""
        pid = self._pids.get(name)
        if pid is None or not _signal(pid, signal.SIGSTOP):
            return
        try:
            await asyncio.sleep(seconds)
        finally:
            _signal(pid, signal.SIGCONT)

    async def stop_one(self, name: str) -> None:
        """Ask a member to stop; it is started again, as in a rolling restart."""
        pid = self._pids.get(name)
        if pid is not None:
            self._killed.add(pid)
            _signal(pid, signal.SIGTERM)

    async def stop(self) -> dict[str, int]:
        """Ask everyone to stop; return the exit codes, -9 for who had to be killed."""
        self._stopping = True
        if self._pids:
            self._nobody.clear()
            for pid in self._pids.values():
                _signal(pid, signal.SIGCONT)
                _signal(pid, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await self._nobody.wait()
        return {**self._codes, **dict.fromkeys(self._pids, KILLED)}

    @property
    def _report(self) -> Path:
        return self._folder / "hits.jsonl"

    async def _listen(self) -> None:
        assert self._nursery.stdout is not None
        async for line in self._nursery.stdout:
            told: dict[str, Any] = json.loads(line)
            if "ended" in told:
                self._ended(told["ended"], told["code"])
            else:
                name = told["tag"].rpartition("/")[0]
                self._pids[name] = told["pid"]
                self._started.pop(told["tag"]).set_result(told["pid"])

    async def _look(self) -> None:
        """Learn of hits, and thaw who froze itself."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._learn()

    def _learn(self) -> None:
        hits, self._read_until = read_hits(self._report, start=self._read_until)
        self.hits += hits
        loop = asyncio.get_running_loop()
        for hit in hits:
            if hit.fault.act is Act.FREEZE:
                loop.call_later(hit.fault.seconds, _signal, hit.pid, signal.SIGCONT)

    def _ended(self, pid: int, code: int) -> None:
        name = next(name for name, one in self._pids.items() if one == pid)
        del self._pids[name]
        if self._stopping:
            self._codes[name] = code
            if not self._pids:
                self._nobody.set()
            return
        self._learn()
        killing = (hit for hit in self.hits if hit.fault.act is Act.KILL)
        hit = next((hit for hit in killing if hit.pid == pid), None)
        death = Death(
            member=name,
            code=code,
            hit=hit,
            at=asyncio.get_running_loop().time(),
            is_ours=pid in self._killed,
        )
        self.deaths.append(death)
        self._on_death(death)
        if self._restarts_left:
            self._restarts_left -= 1
            self._tasks.append(asyncio.create_task(self._again(name)))

    async def _again(self, name: str) -> None:
        await self.start(name)


def _signal(pid: int, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
