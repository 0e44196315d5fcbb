"""B3: from a command's 201 to the notification it queues, against the bare path."""

import asyncio
import time
from typing import Any

from kit.messaging.topics import TopicPlan, ensure
from schemas.access import Role
from services.notifications.deliveries.repository import EmailRepository
from services.notifications.roles import NOTIFICATIONS
from services.registry.roles import REGISTRY

from .b1_commands import PEER
from .b3_sides import (
    PEER_TOPIC,
    TELLING,
    command,
    consume,
    produce,
    seen_until,
    send,
    tell,
    told_until,
)
from .callers import percentiles
from .ground import Ground, relayed, session
from .processes import Meter, Running
from .results import Bar, Result
from .rounds import Run, by_p99

SECONDS = 5.0
SETTLED_SECONDS = 20.0
BARS = {
    rate: Bar(
        f"B3.{rate}",
        f"201 to notification queued, p99 / bare insert + produce + consume, {rate}/s",
        must,
        strive,
        sense="at most",
    )
    for rate, must, strive in ((50, 1.8, 1.3), (200, 2.0, 1.5), (500, 3.0, 2.0))
}


async def measure(on: Ground) -> list[Result]:
    async with on.prepared("b3", REGISTRY, NOTIFICATIONS, TELLING) as built:
        token = await session(built, Role.NATIONAL_ADMIN)
        partners = built.collection("registry", "partners")
        await ensure(on.kafka, [TopicPlan(f"b3.{PEER_TOPIC}")], replicas=1)
        await built.collection(PEER, "emails").create_indexes(
            list(EmailRepository.INDEXES)
        )
        async with (
            on.api("b3", "registry") as (api, port),
            on.role("b3", "registry", "relay") as relay,
            on.child("b3") as worker,
            on.child("b3") as client,
            on.child("b3") as producer,
            on.child("b3") as consumer,
        ):
            await worker.ask(tell)
            await producer.ask(produce)
            await consumer.ask(consume)

            async def ours(rate: int, count: int) -> Run:
                meter = on.meter(api, relay, worker)
                begun = await client.ask(
                    command, port=port, token=token, rate=rate, count=count
                )
                await relayed(partners)
                done = await _all(worker, told_until, count)
                return _run(begun, done, meter)

            async def theirs(rate: int, count: int) -> Run:
                meter = on.meter(producer, consumer)
                begun = await producer.ask(send, rate=rate, count=count)
                done = await _all(consumer, seen_until, count)
                return _run(begun, done, meter)

            await ours(200, 200)
            await theirs(200, 200)
            return [await _at(on, rate, ours, theirs) for rate in BARS]


async def _at(on: Ground, rate: int, ours: Any, theirs: Any) -> Result:
    count = on.sized(int(rate * SECONDS))
    compared = await on.compare(
        lambda: ours(rate, count), lambda: theirs(rate, count), ratio=by_p99
    )
    from_ack = [
        mine.p99_ms / bare.figures["acked_p99_ms"]
        for mine, bare in zip(compared.ours, compared.peer, strict=True)
    ]
    middle = sorted(from_ack)[len(from_ack) // 2]
    return Result.of(BARS[rate], compared, ratio_from_the_insert_s_ack=round(middle, 2))


async def _all(process: Running, do: Any, count: int) -> dict[str, float]:
    deadline = time.monotonic() + SETTLED_SECONDS
    found: dict[str, float] = {}
    while len(found) < count:
        found |= await process.ask(do)
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(found)} of {count} were queued")
        await asyncio.sleep(0.05)
    return found


def _run(begun: dict[str, list[float]], done: dict[str, float], meter: Meter) -> Run:
    """Time each from its first moment; the peer's second moment is its insert's ack."""
    took = [done[id_] - moments[0] for id_, moments in begun.items()]
    acked = [done[id_] - moments[-1] for id_, moments in begun.items()]
    firsts = [moments[0] for moments in begun.values()]
    return meter.run(
        units=len(begun),
        seconds=max(done.values()) - min(firsts),
        figures={"acked_p99_ms": percentiles(acked)["p99_ms"]},
        **percentiles(took),
    )
