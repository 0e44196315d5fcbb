"""The relay: publishes what waits in documents, in order, then trims it."""

import asyncio
import contextlib
import time
from collections.abc import Iterable, Sequence
from typing import Any

import structlog

from kit.clock import Clock, now
from kit.failpoints import Failpoint, reach
from kit.metrics import LEADS, REFUSED, RELAY_SECONDS
from kit.mongo import MongoError

from .envelope import Outgoing, all_outgoing
from .lease import Lease
from .looks import Looks, tell_age
from .pace import ORDINARY, Pace, pause_after
from .ports import Bell, Bus, Outbox, Published, Rung, Waiting
from .trimming import Trims

log = structlog.get_logger()

# Where fewer waited, a look found all of them: who writes meanwhile rings.
FULL_MIN = 48
# However many wait, a trim that hangs is not run ahead of for ever.
UNTRIMMED_MAX = 5_000
# Commands ring all the time: what cannot move now is not tried again at each of them.
STUCK_SECONDS = 0.5
# A lease is renewed while a batch is on its way, however long Kafka takes for it.
KEEP_SECONDS = 1.0
# The store and the bus bound each outbox's turn: one that takes longer hangs.
TURN_SECONDS_MAX = 180.0


class Relay:
    """One per service works at a time; the others stand by.

    Kafka does not check leases: a relay woken from a freeze may repeat one batch, which
    readers take as older. The lease's token tells it so, and it trims nothing.
    """

    def __init__(
        self,
        *,
        outboxes: Sequence[Outbox],
        bus: Bus,
        bell: Bell,
        lease: Lease,
        name: str = "",
        prefix: str = "",
        site: str = "",
        pace: Pace = ORDINARY,
        clock: Clock = now,
    ) -> None:
        self._outboxes = {one.name: one for one in outboxes}
        self._looks = Looks(self._outboxes, every_seconds=pace.idle_seconds, time=_time)
        self._bus = bus
        self._bell = bell
        self._lease = lease
        self._name = name
        self._prefix = prefix
        self._site = site
        self._pace = pace
        self._clock = clock
        self._is_stuck = False
        self._is_publishing = False
        self._rung: Rung | None = None
        self._again: set[str] = set()
        self._token = -1
        self._turned_at = time.monotonic()
        self._trims = Trims()

    @property
    def leads(self) -> bool:
        return self._lease.is_held()

    @property
    def turns(self) -> bool:
        """Whether it goes round, working or standing by."""
        return time.monotonic() - self._turned_at < TURN_SECONDS_MAX

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, whatever is absent meanwhile."""
        keeping = asyncio.create_task(self._keep_lease())
        try:
            while not stop.is_set():
                moved = await self._turn()
                if not stop.is_set():
                    await self._rest(moved)
            with contextlib.suppress(MongoError):
                await self._trims.finish()
        finally:
            keeping.cancel()
            self._trims.cancel()
            LEADS.labels(self._name).set(0)
        with contextlib.suppress(MongoError):
            await self._lease.release()

    async def step(self) -> int:
        """Publish one batch of each outbox and trim it; return how many events left."""
        moved = await self._publish_all()
        await self._trims.finish()
        return moved

    async def _publish_all(self) -> int:
        self._is_stuck = not await self._lease.hold()
        LEADS.labels(self._name).set(not self._is_stuck)
        if self._is_stuck:
            return 0
        if self._token != self._lease.token:
            # What was brought meanwhile may have been published by who led.
            self._token, self._rung = self._lease.token, None
        self._again = set()
        await reach(Failpoint.RELAY_LEASED)
        moved = {
            name: await self._drain(self._outboxes[name], brought)
            for name, brought in self._looks.into(self._rung).items()
        }
        return sum(moved.values())

    async def _turn(self) -> int:
        self._turned_at = time.monotonic()
        try:
            moved = await self._publish_all()
            is_full = moved >= self._pace.batch
            if self._trims.count >= (UNTRIMMED_MAX if is_full else self._pace.ahead):
                await self._trims.finish()
        except MongoError as error:
            log.warning("relay.store_unavailable", error=type(error).__name__)
        except Exception:
            log.exception("relay.fault")
        else:
            return moved
        self._is_stuck = True
        return 0

    async def _rest(self, moved: int) -> None:
        """Wait for something to do; who cannot do it anyway does not hear the bell."""
        if self._is_stuck and not moved:
            self._rung = None
            await asyncio.sleep(STUCK_SECONDS)
            return
        if moved < self._pace.batch:
            await asyncio.sleep(pause_after(moved))
        rung = await self._bell.wait(0 if moved else self._pace.idle_seconds)
        self._rung = None if rung is None else {**rung, **dict.fromkeys(self._again)}

    async def _keep_lease(self) -> None:
        while True:
            await asyncio.sleep(KEEP_SECONDS)
            if self._is_publishing:
                with contextlib.suppress(MongoError):
                    await self._lease.hold()

    async def _drain(self, outbox: Outbox, brought: Sequence[Waiting] | None) -> int:
        self._turned_at = time.monotonic()
        # Asked before a look, which may still see what is trimmed meanwhile.
        gone = self._trims.gone(outbox.name)
        documents, is_whole = brought or (), True
        if brought is None:
            documents, is_whole = await self._look(outbox)
        if not documents:
            return 0
        self._again.add(outbox.name)
        if not self._lease.is_held():
            return 0
        token = self._lease.token
        await reach(Failpoint.RELAY_SCANNED)
        waiting, left = self._trims.parted(documents, gone)
        await self._trim(outbox, left)
        records, refused = all_outgoing(
            (entry for _, entry in waiting), prefix=self._prefix, site=self._site
        )
        published = await self._publish(outbox, list(records.values()))
        if not await self._is_still(token):
            log.warning("relay.overtaken", outbox=outbox.name)
            return 0
        places = list(records)
        refused += [places[place] for place in sorted(published.refused)]
        await self._set_aside(outbox, [waiting[place] for place in refused])
        stays = len(records) - len(published.acknowledged) - len(published.refused)
        acknowledged = [waiting[places[place]] for place in published.acknowledged]
        await self._trim(outbox, acknowledged)
        self._is_stuck |= stays > 0
        if is_whole and not stays and len(waiting) < FULL_MIN:
            self._again.discard(outbox.name)
        return len(acknowledged) + len(refused)

    async def _look(self, outbox: Outbox) -> tuple[Sequence[Waiting], bool]:
        """Return what waits, and whether no more than that does."""
        untrimmed = self._trims.document_ids(outbox.name)
        if len(untrimmed) < self._pace.ahead:
            untrimmed = set()
        documents = await outbox.waiting(self._pace.batch, but=untrimmed)
        if untrimmed and not documents:
            await self._trims.finish()
            untrimmed, documents = set(), await outbox.waiting(self._pace.batch)
        tell_age(outbox.name, documents, self._clock())
        return documents, not untrimmed and len(documents) < self._pace.batch

    async def _publish(self, outbox: Outbox, records: Sequence[Outgoing]) -> Published:
        if not records:
            return Published(frozenset())
        self._is_publishing = True
        try:
            with RELAY_SECONDS.labels(outbox.name).time():
                return await self._bus.publish(records)
        finally:
            self._is_publishing = False

    async def _is_still(self, token: int) -> bool:
        """Ask again only when the time is up: nobody else took it in between."""
        holds = self._lease.is_held() or await self._lease.hold()
        return holds and self._lease.token == token

    async def _trim(self, outbox: Outbox, told: Iterable[tuple[Any, Any]]) -> None:
        pairs = list(told)
        if not pairs:
            return
        await reach(Failpoint.TRIM_BEFORE)
        await self._trims.add(
            outbox,
            [document_id for document_id, _ in pairs],
            [entry["id"] for _, entry in pairs],
        )

    async def _set_aside(
        self, outbox: Outbox, refused: Iterable[tuple[Any, dict[str, Any]]]
    ) -> None:
        for document_id, entry in refused:
            log.error(
                "relay.refused",
                outbox=outbox.name,
                document_id=str(document_id),
                event_id=str(entry.get("id")),
            )
            await reach(Failpoint.ASIDE_BEFORE)
            await outbox.refuse(document_id, entry)
            await reach(Failpoint.ASIDE_AFTER)
            REFUSED.labels(outbox.name).inc()


def _time() -> float:
    """Tell the loop's own time, which a simulation has go by at once."""
    return asyncio.get_running_loop().time()
