"""Kafka's producing side: idempotent, in order, replaced whenever it fails."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from aiokafka.partitioner import murmur2

from kit.failpoints import Failpoint, reach
from kit.metrics import REPLACED
from kit.mongo import claimed

from .bounds import ended
from .envelope import Outgoing
from .patience import made_patient
from .ports import Published

log = structlog.get_logger()

# What is on its way at once: most batches of a relay, so that few wait for an answer.
CHUNK = 2_000
REQUEST_SECONDS = 10.0
STOP_SECONDS = 2.0


class BusUnavailable(Exception):
    """Kafka did not take a record in time: to be waited for, not to be counted."""


@dataclass(slots=True)
class _Sent:
    """What became of a chunk, by place. `suspect` is what the broker found too large.

    The broker judges a whole batch: what is suspect may only have had a large
    neighbour.
    """

    acknowledged: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    suspect: set[int] = field(default_factory=set)
    is_sound: bool = True


class KafkaBus:
    """One task sends at a time: concurrent sends do not keep order.

    After any failure the producer is replaced, since one that has lost a sequence
    number answers OutOfOrderSequenceNumber for ever. A chunk takes at most
    `REQUEST_SECONDS`, its replacement a few more.
    """

    def __init__(
        self,
        servers: str,
        *,
        client_id: str = "maillage",
        request_bytes_max: int = 1_000_000,
    ) -> None:
        self._servers = servers
        self._request_bytes_max = request_bytes_max
        self._client_id = client_id
        self._producer: AIOKafkaProducer | None = None
        self._one_at_a_time = asyncio.Lock()

    async def publish(self, records: Sequence[Outgoing]) -> Published:
        """Send in order, and say what is acknowledged; never raises for Kafka."""
        acknowledged: set[int] = set()
        refused: set[int] = set()
        await claimed()
        async with self._one_at_a_time:
            for start in range(0, len(records), CHUNK):
                sent = await self._send_whole(records[start : start + CHUNK])
                acknowledged |= {start + place for place in sent.acknowledged}
                refused |= {start + place for place in sent.refused}
                if not sent.is_sound:
                    break
        return Published(frozenset(acknowledged), frozenset(refused))

    async def publish_or_raise(self, record: Outgoing) -> None:
        """Send one record.

        Raises:
            BusUnavailable: it is not acknowledged.
        """
        published = await self.publish([record])
        if not published.acknowledged:
            raise BusUnavailable(record.topic)

    async def close(self) -> None:
        async with self._one_at_a_time:
            await self._give_up()

    async def _send_whole(self, chunk: Sequence[Outgoing]) -> _Sent:
        """Send a chunk; what was refused in company is sent again alone, in order."""
        sent = await self._send(chunk)
        if not sent.is_sound:
            await self._replace()
        for place in sorted(sent.suspect):
            alone = await self._send([chunk[place]])
            if not alone.is_sound:
                await self._replace()
            if alone.acknowledged:
                sent.acknowledged.add(place)
            elif alone.suspect:
                sent.refused.add(place)
            else:
                break
        return sent

    async def _send(self, chunk: Sequence[Outgoing]) -> _Sent:
        sent = _Sent()
        futures: dict[int, asyncio.Future[object]] = {}
        await reach(Failpoint.SEND_BEFORE)
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                producer = await self._started()
                for place, record in enumerate(chunk):
                    try:
                        futures[place] = await producer.send(
                            record.topic,
                            record.value,
                            key=record.key,
                            headers=list(record.headers),
                        )
                    except MessageSizeTooLargeError:
                        # Refused before it took a number: the others are not harmed.
                        sent.refused.add(place)
                await reach(Failpoint.SEND_QUEUED)
                if futures:
                    await asyncio.wait(futures.values())
            await reach(Failpoint.SEND_ACKNOWLEDGED)
        except (KafkaError, OSError, TimeoutError) as error:
            log.warning("bus.unavailable", error=type(error).__name__)
            sent.is_sound = False
        _judge(futures, sent)
        return sent

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                bootstrap_servers=self._servers,
                client_id=self._client_id,
                acks="all",
                enable_idempotence=True,
                linger_ms=0,
                partitioner=_partition_of,
                max_batch_size=65_536,
                max_request_size=self._request_bytes_max,
                request_timeout_ms=int(REQUEST_SECONDS * 1000),
                retry_backoff_ms=100,
            )
            made_patient(producer.client)
            try:
                await producer.start()
            except BaseException:
                await _abandon(producer)
                raise
            self._producer = producer
        return self._producer

    async def _replace(self) -> None:
        """Give the producer up: the next chunk starts another."""
        if self._producer is not None:
            REPLACED.labels(self._client_id).inc()
            log.warning("bus.producer_replaced", client=self._client_id)
        await self._give_up()

    async def _give_up(self) -> None:
        if self._producer is not None:
            producer, self._producer = self._producer, None
            await _abandon(producer)


def _partition_of(key: bytes | None, every: list[int], available: list[int]) -> int:
    """Choose as every client of Kafka does.

    The hash is Python here, and an aggregate's events come together: it is kept.
    """
    if key is None:
        return random.choice(available or every)  # noqa: S311 - spreads, guards nothing
    return every[_hash(key) % len(every)]


@lru_cache(maxsize=10_000)
def _hash(key: bytes) -> int:
    return int(murmur2(key)) & 0x7FFF_FFFF


async def _abandon(producer: AIOKafkaProducer) -> None:
    """Stop for good: `stop()` alone would wait for ever for an absent broker."""
    await ended(producer.stop(), seconds=STOP_SECONDS)
    sender = getattr(getattr(producer, "_sender", None), "sender_task", None)
    if sender is not None:
        sender.cancel()
    await ended(producer.client.close(), seconds=STOP_SECONDS)


def _judge(futures: dict[int, asyncio.Future[object]], sent: _Sent) -> None:
    for place, future in futures.items():
        if not future.done() or future.cancelled():
            sent.is_sound = False
        elif (error := future.exception()) is None:
            sent.acknowledged.add(place)
        else:
            sent.is_sound = False
            if isinstance(error, MessageSizeTooLargeError):
                sent.suspect.add(place)
