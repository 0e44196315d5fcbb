"""B8: the relay draining a backlog, against bare aiokafka sending in chunks of 500."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaProducer

from kit.clock import now
from kit.ids import new_id
from kit.messaging.bus import KafkaBus
from kit.messaging.lease import MongoLease
from kit.messaging.outboxes import MongoOutbox
from kit.messaging.relay import Relay
from kit.messaging.topics import TopicPlan, ensure
from kit.mongo import Mongo
from kit.outbox import PENDING

from .rounds import Compared, Run, compare

DOCUMENTS = 20_000
EVENTS_EACH = 3
CHUNK = 500
TOPIC = "tn.benchmarks.thing"
DATA = json.dumps({"thing_id": str(new_id()), "text": "x" * 800})


@dataclass(frozen=True)
class Ground:
    mongo: Mongo
    kafka: str
    namespace: str


class _Silent:
    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@asynccontextmanager
async def ground(mongo_url: str, kafka: str, namespace: str) -> AsyncIterator[Ground]:
    async with Mongo.connect(mongo_url, namespace=namespace) as mongo:
        await ensure(kafka, [TopicPlan(f"{namespace}.{TOPIC}")], replicas=1)
        await mongo.collection("benchmarks", "things").create_indexes([PENDING])
        yield Ground(mongo, kafka, namespace)


async def measure(on: Ground) -> Compared:
    return await compare(lambda: _drain(on), lambda: _send(on))


async def _drain(on: Ground) -> Run:
    things = on.mongo.collection("benchmarks", "things")
    await things.delete_many({})
    for start in range(0, DOCUMENTS, 2_000):
        await things.insert_many([_document() for _ in range(start, start + 2_000)])
    bus = KafkaBus(on.kafka)
    lease = MongoLease(on.mongo.collection("benchmarks", "leases"), "relay")
    relay = Relay(
        outboxes=[MongoOutbox(things)],
        bus=bus,
        bell=_Silent(),
        lease=lease,
        prefix=f"{on.namespace}.",
    )
    started_at, cpu = time.perf_counter(), time.process_time()
    done = 0
    while (moved := await relay.step()) > 0:
        done += moved
    run = _run(done, started_at, cpu)
    await bus.close()
    await lease.release()
    if done != DOCUMENTS * EVENTS_EACH:
        raise RuntimeError(f"{done} events left instead of {DOCUMENTS * EVENTS_EACH}")
    return run


async def _send(on: Ground) -> Run:
    producer = AIOKafkaProducer(
        bootstrap_servers=on.kafka,
        acks="all",
        enable_idempotence=True,
        max_batch_size=65_536,
    )
    await producer.start()
    value, headers = DATA.encode(), [("ce_id", str(new_id()).encode())] * 7
    total = DOCUMENTS * EVENTS_EACH
    started_at, cpu = time.perf_counter(), time.process_time()
    for start in range(0, total, CHUNK):
        sent = [
            await producer.send(
                f"{on.namespace}.{TOPIC}",
                value,
                key=str(number).encode(),
                headers=headers,
            )
            for number in range(start, start + CHUNK)
        ]
        await asyncio.gather(*sent)
    run = _run(total, started_at, cpu)
    await producer.stop()
    return run


def _run(units: int, started_at: float, cpu: float) -> Run:
    return Run(
        units=units,
        seconds=time.perf_counter() - started_at,
        cpu_seconds=time.process_time() - cpu,
    )


def _document() -> dict[str, Any]:
    id_ = new_id()
    pending = [
        {
            "id": new_id(),
            "type": "fr.transition-numerique.benchmarks.thing.counted.v1",
            "topic": TOPIC,
            "key": str(id_),
            "sequence": number,
            "at": now(),
            "source": "benchmarks",
            "correlation_id": str(id_),
            "data": DATA,
        }
        for number in range(1, EVENTS_EACH + 1)
    ]
    return {"_id": id_, "version": 1, "sequence": EVENTS_EACH, "pending": pending}
