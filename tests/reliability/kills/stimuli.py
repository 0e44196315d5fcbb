"""What makes the rare places reached: records nobody can read, events too large."""

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaProducer

from kit.clock import now
from kit.ids import new_id
from kit.mongo import Collection
from kit.platform import Platform
from schemas.events.webinars import SeatFreed

TOPIC = SeatFreed.topic
OVERSIZE_BYTES = 1_300_000
TOO_LARGE = "a" * OVERSIZE_BYTES


@dataclass
class Stimuli:
    """`poisoned` are places in the log; `oversized` ids of events."""

    producer: AIOKafkaProducer
    removed: Collection
    topic: str
    poisoned: set[tuple[int, int]] = field(default_factory=set)
    oversized: set[UUID] = field(default_factory=set)

    async def poison(self) -> None:
        """Tell a record that is no JSON, as a stranger could."""
        event_id = str(new_id())
        headers = {"ce_id": event_id, "ce_type": SeatFreed.type, "poison": "yes"}
        written = await self.producer.send_and_wait(
            self.topic,
            b"{",
            key=event_id.encode(),
            headers=[(name, value.encode()) for name, value in headers.items()],
        )
        self.poisoned.add((written.partition, written.offset))

    async def oversize(self) -> None:
        """Edit a document by hand, past the check that refuses such an event."""
        document_id, event_id = new_id(), new_id()
        await self.removed.insert_one(
            {
                "_id": document_id,
                "version": 1,
                "sequence": 1,
                "removed_at": now(),
                "pending": [_entry(document_id, event_id)],
            }
        )
        self.oversized.add(event_id)


@asynccontextmanager
async def opened(platform: Platform) -> AsyncIterator[Stimuli]:
    bootstrap = platform.settings.kafka.bootstrap_servers
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        yield Stimuli(
            producer=producer,
            removed=platform.collection("webinars", "registrations.removed"),
            topic=platform.prefix + TOPIC,
        )
    finally:
        with contextlib.suppress(TimeoutError):
            await producer.stop()


def _entry(document_id: UUID, event_id: UUID) -> dict[str, Any]:
    return {
        "id": event_id,
        "type": SeatFreed.type,
        "topic": TOPIC,
        "key": str(document_id),
        "sequence": 1,
        "at": now(),
        "source": "webinars",
        "data": TOO_LARGE,
        "correlation_id": str(event_id),
    }
