"""B2: writes whose events are relayed and trimmed, against the same writes without."""

import asyncio
import time
from collections.abc import Iterator

from kit.clock import now
from services.registry.partners import facts
from services.registry.partners.models import NewPartner, Organisation
from services.registry.partners.repository import PartnerRepository
from services.registry.partners.rules import organisation_of
from services.registry.roles import REGISTRY

from .b1_commands import CALLERS, PEER, partner
from .child import Here
from .ground import Ground, relayed
from .results import Bar, Result
from .rounds import Run

WRITES = 9_000
BAR = Bar("B2", "Writes with events relayed and trimmed / the same without", 0.8, 0.9)


async def measure(on: Ground) -> list[Result]:
    async with on.prepared("b2", REGISTRY) as built:
        partners = built.collection("registry", "partners")
        quiet = built.collection(PEER, "partners")
        await quiet.create_indexes(list(PartnerRepository.INDEXES))
        async with (
            on.role("b2", "registry", "relay") as relay,
            on.child("b2") as writer,
        ):

            async def ours(count: int = on.sized(WRITES)) -> Run:
                meter = on.meter(writer, relay)
                started_at = await writer.ask(
                    write, database="registry", count=count, tells=True
                )
                drained_at = await relayed(partners)
                seconds = drained_at - started_at
                return meter.run(units=count, seconds=seconds)

            async def theirs(count: int = on.sized(WRITES)) -> Run:
                meter = on.meter(writer)
                started_at = await writer.ask(
                    write, database=PEER, count=count, tells=False
                )
                seconds = time.monotonic() - started_at
                return meter.run(units=count, seconds=seconds)

            await ours(500)
            await theirs(500)
            return [Result.of(BAR, await on.compare(ours, theirs))]


async def write(here: Here, *, database: str, count: int, tells: bool) -> float:
    """Add partners, 32 at a time, with or without their event; return when it began."""
    partners = here.platform.aggregates(
        database, "partners", Organisation, source="registry"
    )
    waiting: Iterator[Organisation] = iter(
        [organisation_of(NewPartner.model_validate(partner())) for _ in range(count)]
    )

    async def call() -> None:
        for one in waiting:
            told = [facts.joined(one)] if tells else []
            await partners.add(one, *told, at=now())

    started_at = time.monotonic()
    await asyncio.gather(*(call() for _ in range(CALLERS)))
    return started_at
