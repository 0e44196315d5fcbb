"""B1: a durable command over HTTP, against a bare insert of what it writes."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from kit.aggregates import stored
from kit.ids import new_id, random_id
from kit.mongo import Document
from schemas.access import Role
from services.registry.partners.models import NewPartner
from services.registry.partners.repository import PartnerRepository
from services.registry.partners.rules import organisation_of
from services.registry.roles import REGISTRY

from .callers import as_fast_as_answered, request
from .child import Here
from .ground import Ground, relayed, session
from .processes import Running
from .results import Bar, Result
from .rounds import Run

COMMANDS, INSERTS = 3_000, 9_000
CALLERS = 32
PEER = "peer"
BAR = Bar("B1", "Durable command over HTTP / bare `insert_one`, 32 callers", 0.25, 0.4)


async def measure(on: Ground) -> list[Result]:
    async with on.prepared("b1", REGISTRY) as built:
        token = await session(built, Role.NATIONAL_ADMIN)
        partners = built.collection("registry", "partners")
        bare = built.collection(PEER, "partners")
        await bare.create_indexes(list(PartnerRepository.INDEXES))
        async with (
            on.api("b1", "registry") as (api, port),
            on.role("b1", "registry", "relay") as relay,
            on.child("b1") as client,
            on.child("b1") as peer,
        ):

            async def ours(count: int = on.sized(COMMANDS)) -> Run:
                meter = on.meter(api, relay)
                told = await client.ask(join, port=port, token=token, count=count)
                drained_at = await relayed(partners)
                return meter.run(
                    units=count,
                    seconds=drained_at - told["started_at"],
                    p50_ms=told["p50_ms"],
                    p99_ms=told["p99_ms"],
                )

            async def theirs(count: int = on.sized(INSERTS)) -> Run:
                return await inserted(on, peer, count)

            await ours(200)
            await theirs(200)
            return [Result.of(BAR, await on.compare(ours, theirs))]


async def inserted(on: Ground, peer: Running, count: int) -> Run:
    meter = on.meter(peer)
    seconds = await peer.ask(insert, count=count)
    return meter.run(units=count, seconds=seconds)


async def join(_: Here, *, port: int, token: str, count: int) -> dict[str, float]:
    """Have 32 callers note that partners join, each command under a key of its own."""
    asked = [
        request(
            "POST",
            "/api/v1/partners",
            token=token,
            body=partner(),
            key=str(random_id()),
        )
        for _ in range(count)
    ]
    return await as_fast_as_answered(port, asked, callers=CALLERS, wanted=201)


async def insert(here: Here, *, count: int) -> float:
    """Insert the same documents bare, 32 at a time; return how long it took."""
    partners = here.platform.collection(PEER, "partners")
    waiting: Iterator[Document] = iter([document() for _ in range(count)])

    async def call() -> None:
        for one in waiting:
            await partners.insert_one(one)

    started_at = time.monotonic()
    await asyncio.gather(*(call() for _ in range(CALLERS)))
    return time.monotonic() - started_at


def partner() -> dict[str, Any]:
    return {
        "name": f"Compagnie {new_id()}",
        "fee_cents": 120_000,
        "paid_until": "2027-12-31",
    }


def document() -> Document:
    """Return what the command stores."""
    return stored(organisation_of(NewPartner.model_validate(partner())))
