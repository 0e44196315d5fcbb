"""Both servers together: started side by side, stopped whatever happens."""

import asyncio
import fcntl
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kit.texts import N_

from . import kafka, mongod
from .errors import AlreadyRunning
from .processes import ServerProcess, stop_stale
from .progress import OnProgress


@dataclass(frozen=True, kw_only=True)
class Servers:
    mongo_url: str
    kafka_bootstrap: str
    pids: Mapping[str, int] = field(default_factory=dict)


@asynccontextmanager
async def servers(
    folder: Path,
    *,
    on_progress: OnProgress,
    mongo_url: str | None = None,
    kafka_bootstrap: str | None = None,
    fresh: bool = False,
    test: bool = False,
) -> AsyncIterator[Servers]:
    """Run both on the data in `folder`, but not the one whose address is given.

    `fresh` forgets the data of earlier runs first; `test` stops without ceremony.
    Enter it on the main thread: the servers die with the thread that starts them.
    """
    run = _Run(folder, on_progress)
    with _held(run.folder):
        await run.clear(fresh=fresh)
        try:
            yield await run.start(mongo_url, kafka_bootstrap)
        finally:
            await run.stop(at_once=test)


class _Run:
    def __init__(self, folder: Path, on_progress: OnProgress) -> None:
        self.folder = folder.resolve()
        self._tell = on_progress
        self._started: list[ServerProcess] = []

    async def clear(self, *, fresh: bool) -> None:
        for name in (mongod.NAME, kafka.NAME):
            if await stop_stale(name, folder=self.folder):
                self._tell(N_("Un serveur laissé par un arrêt brutal a été arrêté."))
        if fresh:
            shutil.rmtree(self.folder / "data", ignore_errors=True)

    async def start(self, mongo_url: str | None, bootstrap: str | None) -> Servers:
        try:
            async with asyncio.TaskGroup() as both:
                mongo = both.create_task(self._mongod(given=mongo_url))
                broker = both.create_task(self._kafka(given=bootstrap))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        return Servers(
            mongo_url=mongo.result(),
            kafka_bootstrap=broker.result(),
            pids={process.name: process.pid for process in self._started},
        )

    async def stop(self, *, at_once: bool) -> None:
        await asyncio.gather(*(each.stop(at_once=at_once) for each in self._started))

    async def _mongod(self, *, given: str | None) -> str:
        if given:
            return given
        process, port = mongod.spawn(self.folder)
        self._started.append(process)
        return await mongod.answers(process, port=port)

    async def _kafka(self, *, given: str | None) -> str:
        if given:
            return given
        broker = await kafka.prepared(self.folder, on_progress=self._tell)
        process = broker.spawn()
        self._started.append(process)
        return await broker.answers(process)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep other runs off the folder; the system lets go of it when a run dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(folder) from None
        yield
