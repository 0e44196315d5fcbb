"""The relay: publishes what waits in documents, in order, then trims it."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from kit.failpoints import Failpoint, reach
from kit.metrics import PUBLISHED, REFUSED, RELAY_SECONDS
from kit.mongo import MongoError

from .envelope import Outgoing, outgoing
from .lease import Lease

log = structlog.get_logger()

BATCH = 500
# Commands ring all the time: what cannot move now is not tried again at each of them.
STUCK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Events that wait in one document, oldest first."""

    document_id: Any
    entries: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Published:
    """Which records the bus has for good, and which it will never take."""

    acknowledged: frozenset[int]
    refused: frozenset[int] = frozenset()


class Bus(Protocol):
    async def publish(self, records: Sequence[Outgoing]) -> Published: ...


class Outbox(Protocol):
    """Where events wait: one for each collection of aggregates."""

    name: str

    async def waiting(self, limit: int) -> list[Waiting]: ...

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None: ...

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None: ...


class Bell(Protocol):
    """Rings when something may wait; missing a ring costs time, never an event."""

    async def wait(self, seconds: float) -> None: ...


class Relay:
    """One per service works at a time; the others stand by.

    Kafka does not check leases: a relay woken from a freeze may repeat one batch, which
    readers take as older.
    """

    def __init__(
        self,
        *,
        outboxes: Sequence[Outbox],
        bus: Bus,
        bell: Bell,
        lease: Lease,
        prefix: str = "",
        idle_seconds: float = 2.0,
    ) -> None:
        self._outboxes = outboxes
        self._bus = bus
        self._bell = bell
        self._lease = lease
        self._prefix = prefix
        self._idle_seconds = idle_seconds
        self._is_stuck = False

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, whatever is absent meanwhile."""
        while not stop.is_set():
            try:
                moved = await self.step()
            except MongoError as error:
                log.warning("relay.store_unavailable", error=type(error).__name__)
                moved = 0
            except Exception:
                log.exception("relay.fault")
                moved = 0
            if moved == 0 and not stop.is_set():
                await self._rest()
        with contextlib.suppress(MongoError):
            await self._lease.release()

    async def step(self) -> int:
        """Publish one batch of each outbox, and return how many events left."""
        self._is_stuck = not await self._lease.hold()
        if self._is_stuck:
            return 0
        await reach(Failpoint.RELAY_LEASED)
        return sum([await self._drain(outbox) for outbox in self._outboxes])

    async def _rest(self) -> None:
        """Wait for something to do; who cannot do it anyway does not hear the bell."""
        if self._is_stuck:
            await asyncio.sleep(STUCK_SECONDS)
        else:
            await self._bell.wait(self._idle_seconds)

    async def _drain(self, outbox: Outbox) -> int:
        documents = await outbox.waiting(BATCH)
        if not documents or not self._lease.is_held():
            return 0
        await reach(Failpoint.RELAY_SCANNED)
        entries = [entry for document in documents for entry in document.entries]
        records = [outgoing(entry, prefix=self._prefix) for entry in entries]
        with RELAY_SECONDS.labels(outbox.name).time():
            published = await self._bus.publish(records)
        await self._set_aside(outbox, documents, published)
        self._is_stuck |= len(published.acknowledged) < len(records)
        acknowledged = [entries[place]["id"] for place in published.acknowledged]
        if acknowledged:
            ids = [document.document_id for document in documents]
            await reach(Failpoint.TRIM_BEFORE)
            await outbox.trim(ids, acknowledged)
            await reach(Failpoint.TRIM_AFTER)
            PUBLISHED.labels(outbox.name).inc(len(acknowledged))
        return len(acknowledged)

    async def _set_aside(
        self, outbox: Outbox, documents: Sequence[Waiting], published: Published
    ) -> None:
        if not published.refused:
            return
        places = [
            (document.document_id, entry)
            for document in documents
            for entry in document.entries
        ]
        for place in sorted(published.refused):
            document_id, entry = places[place]
            log.error("relay.refused", type=entry["type"], event_id=str(entry["id"]))
            REFUSED.labels(outbox.name).inc()
            await reach(Failpoint.ASIDE_BEFORE)
            await outbox.refuse(document_id, entry)
            await reach(Failpoint.ASIDE_AFTER)
