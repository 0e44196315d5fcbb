"""One group's reading of its topics: FastStream, raw batches, offsets after effects."""

import asyncio
import contextlib
import random
from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any, Protocol

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, Topic
from faststream.kafka.message import KafkaAckableMessage
from faststream.kafka.subscriber.usecase import BatchSubscriber

from kit.failpoints import Failpoint, reach
from kit.metrics import AGE_SECONDS, BATCH_SECONDS
from kit.mongo import MongoUnavailable

from .bus import BusUnavailable
from .envelope import Record

log = structlog.get_logger()

Broker = KafkaBroker

TRANSIENT: tuple[type[Exception], ...] = (*MongoUnavailable, BusUnavailable, KafkaError)
RETRY_SECONDS = 0.5
FLUSH_SECONDS = 10.0
WAIT_FIRST, WAIT_MOST = 0.1, 5.0
FOR_EVER_MS = 86_400_000


class Reader(Protocol):
    """What a subscription feeds: an inbox, or a reader of raw records."""

    @property
    def has_waiting(self) -> bool: ...

    async def own(self, places: Collection[tuple[str, int]]) -> None: ...

    async def take(self, records: Sequence[Record]) -> None: ...

    async def retry(self) -> int: ...


class _Prompt(BatchSubscriber):
    """FastStream sleeps a whole poll after every empty one; this one polls again."""

    __slots__ = ()

    async def get_msg(self, consumer: Any) -> tuple[Any, ...]:
        got = await consumer.getmany(
            timeout_ms=self.batch_timeout_ms, max_records=self.max_records
        )
        return tuple(chain.from_iterable(got.values()))


def create_broker(servers: str) -> Broker:
    """Connect without FastStream's own typing, and never create a topic by accident.

    It takes several servers as a list alone: with commas it would see one long name.
    """
    return KafkaBroker(
        [one.strip() for one in servers.split(",")],
        apply_types=False,
        allow_auto_create_topics=False,
        logger=None,
        client_id="maillage",
    )


class Subscription(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka is untyped
    """Reads batches for one group and commits what is done, by explicit offsets.

    A handler never raises into FastStream, which would go on and lose the batch: what
    is transient is waited for here. Before partitions move, the batch in flight is
    let finish, so that nothing is done twice for a member that comes or goes.
    """

    def __init__(
        self,
        broker: Broker,
        *,
        topics: Sequence[str],
        group: str,
        reader: Reader,
        session_timeout_ms: int,
    ) -> None:
        self._group = group
        self._reader = reader
        self._busy = asyncio.Lock()
        self._generation = 0
        self._closing = asyncio.Event()
        self._retries: asyncio.Task[None] | None = None
        self._subscriber = broker.subscriber(
            *(Topic(topic, declare=False) for topic in topics),
            batch=True,
            group_id=group,
            ack_policy=AckPolicy.MANUAL,
            parser=self._parse,
            decoder=self._decode,
            listener=self,
            auto_offset_reset="earliest",
            max_records=500,
            batch_timeout_ms=1_000,
            session_timeout_ms=session_timeout_ms,
            heartbeat_interval_ms=session_timeout_ms // 4,
            rebalance_timeout_ms=30_000,
            max_poll_interval_ms=FOR_EVER_MS,
        )
        self._subscriber(self._take)
        self._subscriber.__class__ = _Prompt

    def start_retries(self) -> None:
        self._retries = asyncio.create_task(self._retry_for_ever())

    async def stop(self) -> None:
        """Let the batch in flight finish; nothing new is taken."""
        self._closing.set()
        await self._flush()
        if self._retries is not None:
            self._retries.cancel()
            await asyncio.gather(self._retries, return_exceptions=True)

    async def on_partitions_revoked(self, _: Collection[TopicPartition]) -> None:
        self._generation += 1
        await self._flush()

    async def on_partitions_assigned(
        self, assigned: Collection[TopicPartition]
    ) -> None:
        async with self._busy:
            places = [(one.topic, one.partition) for one in assigned]
            await self._until_done(lambda: self._reader.own(places))

    async def _take(self, records: Any) -> None:  # FastStream models what it reads here
        async with self._busy:
            with BATCH_SECONDS.labels(self._group).time():
                done = await self._until_done(lambda: self._reader.take(records))
            if not done:
                return
            offsets: dict[TopicPartition, int] = {}
            for record in records:
                place = TopicPartition(record.topic, record.partition)
                offsets[place] = max(offsets.get(place, 0), record.offset + 1)
            AGE_SECONDS.labels(self._group).set_to_current_time()
            # Moved meanwhile: the next owner reads it again, to the same effect.
            with contextlib.suppress(CommitFailedError, IllegalStateError):
                await reach(Failpoint.OFFSET_BEFORE)
                await self._commit(offsets)
                await reach(Failpoint.OFFSET_AFTER)

    async def _commit(self, offsets: dict[TopicPartition, int]) -> None:
        try:
            await asyncio.wait_for(self._consumer.commit(offsets), FLUSH_SECONDS)
        except (CommitFailedError, IllegalStateError):
            raise
        except (KafkaError, TimeoutError) as error:
            log.warning("commit.failed", group=self._group, error=type(error).__name__)

    async def _until_done(self, do: Any) -> bool:
        """Wait for what is absent; give up only when the partitions are not ours.

        A fault of the store itself is waited for too: FastStream would go on past it.
        """
        generation, wait = self._generation, WAIT_FIRST
        while generation == self._generation and not self._closing.is_set():
            try:
                await do()
            except TRANSIENT as error:
                log.warning(
                    "effect.waits", group=self._group, error=type(error).__name__
                )
                await asyncio.sleep(wait * random.uniform(0.5, 1))  # noqa: S311 - jitter
                wait = min(wait * 2, WAIT_MOST)
            except Exception:
                log.exception("effect.blocked", group=self._group)
                await asyncio.sleep(WAIT_MOST)
            else:
                return True
        return False

    async def _retry_for_ever(self) -> None:
        while not self._closing.is_set():
            await asyncio.sleep(RETRY_SECONDS)
            if self._reader.has_waiting:
                async with self._busy:
                    await self._until_done(self._reader.retry)

    async def _flush(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._busy.acquire(), FLUSH_SECONDS)
            self._busy.release()

    async def _parse(self, records: tuple[Any, ...]) -> KafkaAckableMessage:
        """Decode nothing: any header, value or key gets through to the reader."""
        return KafkaAckableMessage(
            body=records,
            raw_message=records,
            headers={},
            message_id="",
            consumer=self._consumer,
        )

    async def _decode(self, message: KafkaAckableMessage) -> tuple[Any, ...]:
        records: tuple[Any, ...] = message.raw_message
        return records

    @property
    def _consumer(self) -> Any:
        return self._subscriber.consumer
