"""The worker that leads the rebuilds of one service's read models."""

import asyncio
import contextlib
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

import structlog

from kit.messaging.positions import ends
from kit.messaging.topics import KafkaUnavailable
from kit.mongo import MongoError
from kit.platform import Platform
from kit.waiting import comes_within
from schemas.documents import journal as stored

from .beside import Beside, sweep
from .errors import HandsOff
from .journal import Journal
from .leading import SETTLE_SECONDS, Rebuilder
from .models import Place, ReadModel, Rebuild
from .requests import LEASE, NAME, Rebuilds

log = structlog.get_logger()

IDLE_SECONDS = 2.0
# What a leader that died or was cancelled left beside is dropped so often.
SWEEP_SECONDS = 600.0


class RebuildWorker:
    """Leads what is asked of one service's read models, one after the other."""

    settle_seconds = SETTLE_SECONDS

    def __init__(
        self, platform: Platform, *, service: str, models: Sequence[ReadModel]
    ) -> None:
        self._platform = platform
        self._service = service
        self._models = {one.name: one for one in models}
        self.rebuilds = Rebuilds(platform.collection(service, NAME))

    async def run(self, stop: asyncio.Event) -> None:
        swept_at = float("-inf")
        while not stop.is_set():
            if time.monotonic() - swept_at > SWEEP_SECONDS:
                swept_at = time.monotonic()
                await self._try_to_sweep()
            try:
                worked = await self.step(stop)
            except (KafkaUnavailable, MongoError) as error:
                log.warning("rebuild.waits", error=type(error).__name__)
                worked = False
            except Exception:
                log.exception("rebuild.fault")
                worked = False
            if not worked:
                await comes_within(stop, IDLE_SECONDS)

    async def step(self, stop: asyncio.Event | None = None) -> bool:
        """Lead one rebuild; return whether there was one."""
        clock = self._platform.clock
        rebuild = await self.rebuilds.claim(self._models, clock())
        if rebuild is None:
            return False
        leading = asyncio.create_task(self.lead(rebuild))
        stopping = asyncio.create_task((stop or asyncio.Event()).wait())
        try:
            await asyncio.wait({leading, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            leading.cancel()
            await asyncio.wait({leading})
            await self.rebuilds.release(rebuild, at=clock())
        with contextlib.suppress(HandsOff, asyncio.CancelledError):
            leading.result()
        return True

    async def _try_to_sweep(self) -> None:
        try:
            await self.sweep()
        except MongoError as error:
            # What is left beside harms nobody: the next time will do.
            log.warning("rebuild.not_swept", error=type(error).__name__)

    async def sweep(self) -> None:
        """Drop the copies beside the live ones that no rebuild goes on with."""
        database = self._platform.mongo.database(self._service)
        for name, model in self._models.items():
            active = partial(self.rebuilds.active_id, name)
            await sweep(database, model.promise.collections, active)

    async def lead(self, rebuild: Rebuild) -> Rebuild:
        """Lead one to its end, in this process.

        Raises:
            HandsOff: it was stopped or taken over.
        """
        return await self.rebuilder(rebuild).lead(rebuild)

    def rebuilder(self, rebuild: Rebuild) -> Rebuilder:
        model, platform = self._models[rebuild.model], self._platform
        return Rebuilder(
            model=model,
            rebuilds=self.rebuilds,
            journal=Journal(
                platform.collection(stored.DATABASE, stored.RECORDS),
                platform.collection(stored.DATABASE, stored.ENDS),
            ),
            beside=Beside(
                platform.mongo.database(self._service),
                model.promise.collections,
                rebuild_id=rebuild.id,
                holder=rebuild.holder,
            ),
            ends=self._ends,
            clock=platform.clock,
            settle_seconds=self.settle_seconds,
        )

    async def ask(self, wanted: Rebuild, *, leads: bool = False) -> Rebuild:
        """Ask for a rebuild; `leads` keeps it to this process."""
        until = wanted.asked_at + LEASE if leads else None
        return await self.rebuilds.ask(wanted, until=until)

    async def get(self, rebuild_id: UUID) -> Rebuild:
        return await self.rebuilds.get(rebuild_id)

    async def _ends(self, topics: Iterable[str]) -> Mapping[Place, int]:
        prefix = self._platform.prefix
        found = await ends(
            self._platform.settings.kafka.bootstrap_servers,
            [prefix + topic for topic in topics],
        )
        return {
            (topic.removeprefix(prefix), partition): end
            for (topic, partition), end in found.items()
        }
