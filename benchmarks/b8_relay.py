"""B8: the relay draining a backlog, against bare aiokafka sending in chunks of 500."""

import asyncio
import json
import time
from typing import Any

from aiokafka import AIOKafkaProducer
from prometheus_client import REGISTRY

from kit.clock import now
from kit.ids import new_id
from kit.messaging.bus import KafkaBus
from kit.messaging.envelope import outgoing
from kit.messaging.lease import MongoLease
from kit.messaging.outboxes import MongoOutbox
from kit.messaging.relay import Relay
from kit.messaging.topics import TopicPlan, ensure
from kit.outbox import PENDING, WAITING
from kit.running import tune_garbage_collection

from .child import Here
from .ground import Ground
from .results import Bar, Result
from .rounds import Run

DOCUMENTS = 20_000
EVENTS_EACH = 3
CHUNK = 500
TOPIC = "tn.benchmarks.thing"
TYPE = "fr.transition-numerique.benchmarks.thing.counted.v1"
DATA = json.dumps({"thing_id": str(new_id()), "text": "x" * 800})
BAR = Bar(
    "B8", "Relay draining a backlog of 60 000 / bare pipelined send by 500", 0.4, 0.55
)


class _Silent:
    """Never rings, and stops the relay once it finds nothing to do."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        if seconds > 0:
            self.stop.set()


async def measure(on: Ground) -> list[Result]:
    documents = on.sized(DOCUMENTS)
    async with (
        on.prepared("b8") as built,
        on.child("b8") as draining,
        on.child("b8") as sending,
    ):
        await ensure(on.kafka, [TopicPlan(f"b8.{TOPIC}")], replicas=1)
        await built.collection("benchmarks", "things").create_indexes([PENDING])

        async def ours() -> Run:
            await draining.ask(fill, documents=documents)
            meter = on.meter()
            told = await draining.ask(drain, events=documents * EVENTS_EACH)
            return Run(**told, server_seconds=meter.server_seconds())

        async def theirs() -> Run:
            meter = on.meter()
            told = await sending.ask(send, events=documents * EVENTS_EACH)
            return Run(**told, server_seconds=meter.server_seconds())

        await ours()
        await theirs()
        return [Result.of(BAR, await on.compare(ours, theirs))]


async def fill(here: Here, *, documents: int) -> None:
    things = here.platform.collection("benchmarks", "things")
    await things.delete_many({})
    for start in range(0, documents, 2_000):
        size = min(2_000, documents - start)
        await things.insert_many([_document() for _ in range(size)])


async def drain(here: Here, *, events: int) -> dict[str, float]:
    """Let the relay publish and trim until nothing waits.

    Raises:
        RuntimeError: other than all that waited has left.
    """
    things = here.platform.collection("benchmarks", "things")
    bus = KafkaBus(here.platform.settings.kafka.bootstrap_servers)
    lease = MongoLease(here.platform.collection("benchmarks", "leases"), "relay")
    outbox, bell = MongoOutbox(things), _Silent()
    relay = Relay(
        outboxes=[outbox],
        bus=bus,
        bell=bell,
        lease=lease,
        prefix=here.platform.prefix,
    )
    tune_garbage_collection()
    before = _published(outbox)
    started_at, cpu = time.monotonic(), time.process_time()
    await relay.run(bell.stop)
    done = _published(outbox) - before
    told = _told(done, started_at, cpu)
    await bus.close()
    left = await things.count_documents(WAITING)
    if left or done != events:
        raise RuntimeError(f"{done} events left instead of {events}")
    return told


async def send(here: Here, *, events: int) -> dict[str, float]:
    """Send the same records bare; they are made before the clock starts."""
    producer = AIOKafkaProducer(
        bootstrap_servers=here.platform.settings.kafka.bootstrap_servers,
        acks="all",
        enable_idempotence=True,
        max_batch_size=65_536,
    )
    await producer.start()
    prefix = here.platform.prefix
    documents = [_document() for _ in range(events // EVENTS_EACH)]
    records = [
        outgoing(entry, prefix=prefix) for one in documents for entry in one["pending"]
    ]
    started_at, cpu = time.monotonic(), time.process_time()
    for start in range(0, events, CHUNK):
        sent = [
            await producer.send(
                record.topic, record.value, key=record.key, headers=record.headers
            )
            for record in records[start : start + CHUNK]
        ]
        await asyncio.gather(*sent)
    told = _told(events, started_at, cpu)
    await producer.stop()
    return told


def _published(outbox: MongoOutbox) -> int:
    told = {"outbox": outbox.name}
    return int(REGISTRY.get_sample_value("maillage_events_published_total", told) or 0)


def _told(units: int, started_at: float, cpu: float) -> dict[str, float]:
    return {
        "units": units,
        "seconds": time.monotonic() - started_at,
        "cpu_seconds": time.process_time() - cpu,
    }


def _document() -> dict[str, Any]:
    id_ = new_id()
    waiting = [
        {
            "id": new_id(),
            "type": TYPE,
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
    return {"_id": id_, "version": 1, "sequence": EVENTS_EACH, "pending": waiting}
