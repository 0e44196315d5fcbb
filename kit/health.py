"""Whether a process can do its work: what its roles need, and the tasks it lives by."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import structlog

log = structlog.get_logger()

LOOK_SECONDS = 2.5

Need = Callable[[], Awaitable[tuple[bool, str]]]
Status = Literal["ok", "starting", "waiting", "stopping", "dead"]


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: `needs` says in a word how each need of each role stands."""

    status: Status
    needs: Mapping[str, Mapping[str, str]]

    @property
    def is_ready(self) -> bool:
        return self.status == "ok"


class Health:
    """One per process. A task that ends before it was let go is a death: see `died`."""

    def __init__(self) -> None:
        self._needs: dict[str, dict[str, Need]] = {}
        self._watched: set[asyncio.Task[Any]] = set()
        self.died = asyncio.Event()
        self.is_stopping = False

    def need(self, role: str, name: str, state: Need) -> None:
        """Have it asked, in bounded time, whenever readiness is."""
        self._needs.setdefault(role, {})[name] = state

    @contextmanager
    def needing(self, role: str) -> Iterator[None]:
        """Forget what a role needs once it ends."""
        self._needs.setdefault(role, {})
        try:
            yield
        finally:
            self._needs.pop(role, None)

    @contextmanager
    def watching(self, tasks: Mapping[str, asyncio.Task[Any]]) -> Iterator[None]:
        """Notice within the block when one of these ends, whatever ended it."""
        for name, task in tasks.items():
            self._watched.add(task)
            task.add_done_callback(partial(self._ended, name))
        try:
            yield
        finally:
            self._watched -= set(tasks.values())

    def fail(self, what: str, error: str) -> None:
        """Say that a part is dead: the process ends, and who supervises starts it."""
        log.critical("process.part_died", part=what, error=error)
        self.died.set()

    async def look(self, *roles: str) -> Look:
        """Ask everything at once; the status is that of `roles`, of all if none."""
        asked = {role: dict(needs) for role, needs in self._needs.items()}
        judged = roles or tuple(asked)
        found = await asyncio.gather(
            *(_ask(state) for needs in asked.values() for state in needs.values())
        )
        answers = iter(found)
        states = {
            role: {name: next(answers) for name in needs}
            for role, needs in asked.items()
        }
        is_met = all(met for role in judged for met, _ in states.get(role, {}).values())
        started = bool(judged) and all(role in states for role in judged)
        said = {
            role: {name: word for name, (_, word) in needs.items()}
            for role, needs in states.items()
        }
        return Look(self._status(is_met=is_met, started=started), said)

    def _status(self, *, is_met: bool, started: bool) -> Status:
        if self.died.is_set():
            return "dead"
        if self.is_stopping:
            return "stopping"
        if not started:
            return "starting"
        return "ok" if is_met else "waiting"

    def _ended(self, name: str, task: asyncio.Task[Any]) -> None:
        if task not in self._watched:
            return
        error = None if task.cancelled() else task.exception()
        self.fail(name, "ended" if error is None else type(error).__name__)


async def _ask(state: Need) -> tuple[bool, str]:
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            return await state()
    except TimeoutError:
        return False, "silent"
    except Exception as error:  # noqa: BLE001 - who cannot say it is not well
        return False, type(error).__name__
