"""Kafka's producing side: idempotent, in order, replaced whenever it fails."""

import asyncio
from collections.abc import Sequence

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from kit.failpoints import Failpoint, reach

from .envelope import Outgoing
from .relay import Published

log = structlog.get_logger()

CHUNK = 500
REQUEST_SECONDS = 10.0
STOP_SECONDS = 2.0


class BusUnavailable(Exception):
    """Kafka did not take a record in time: to be waited for, not to be counted."""


class KafkaBus:
    """One task sends at a time: concurrent sends do not keep order.

    After any failure the producer is replaced, since one that has lost a sequence
    number answers OutOfOrderSequenceNumber for ever.
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
        async with self._one_at_a_time:
            for start in range(0, len(records), CHUNK):
                chunk = records[start : start + CHUNK]
                done, never = await self._send(chunk)
                acknowledged |= {start + place for place in done}
                refused |= {start + place for place in never}
                if len(done) < len(chunk):
                    await self._replace()
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
            await self._replace()

    async def _send(self, chunk: Sequence[Outgoing]) -> tuple[set[int], set[int]]:
        sent: dict[int, asyncio.Future[object]] = {}
        await reach(Failpoint.SEND_BEFORE)
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                producer = await self._started()
                for place, record in enumerate(chunk):
                    sent[place] = await producer.send(
                        record.topic,
                        record.value,
                        key=record.key,
                        headers=list(record.headers),
                    )
                await reach(Failpoint.SEND_QUEUED)
                await asyncio.wait(sent.values())
            await reach(Failpoint.SEND_ACKNOWLEDGED)
        except MessageSizeTooLargeError:
            return _acknowledged(sent), {len(sent)}
        except (KafkaError, OSError, TimeoutError) as error:
            log.warning("bus.unavailable", error=type(error).__name__)
        return _acknowledged(sent), _refused(sent)

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                bootstrap_servers=self._servers,
                client_id=self._client_id,
                acks="all",
                enable_idempotence=True,
                linger_ms=0,
                max_batch_size=65_536,
                max_request_size=self._request_bytes_max,
                request_timeout_ms=int(REQUEST_SECONDS * 1000),
                retry_backoff_ms=100,
            )
            try:
                await producer.start()
            except BaseException:
                await _abandon(producer)
                raise
            self._producer = producer
        return self._producer

    async def _replace(self) -> None:
        if self._producer is not None:
            producer, self._producer = self._producer, None
            await _abandon(producer)


async def _abandon(producer: AIOKafkaProducer) -> None:
    """Stop for good: `stop()` alone would wait for ever for an absent broker."""
    stopping = asyncio.ensure_future(producer.stop())
    _, late = await asyncio.wait({stopping}, timeout=STOP_SECONDS)
    for task in late:
        task.cancel()
    sender = getattr(getattr(producer, "_sender", None), "sender_task", None)
    if sender is not None:
        sender.cancel()
    closing = asyncio.ensure_future(producer.client.close())
    await asyncio.wait({closing}, timeout=STOP_SECONDS)
    for task in (stopping, closing):
        if task.done() and not task.cancelled():
            task.exception()


def _acknowledged(sent: dict[int, asyncio.Future[object]]) -> set[int]:
    return {
        place
        for place, future in sent.items()
        if future.done() and not future.cancelled() and future.exception() is None
    }


def _refused(sent: dict[int, asyncio.Future[object]]) -> set[int]:
    return {
        place
        for place, future in sent.items()
        if future.done()
        and not future.cancelled()
        and isinstance(future.exception(), MessageSizeTooLargeError)
    }
