"""One group's reading of its topics: FastStream, raw batches, offsets after effects."""

import asyncio
import contextlib
import time
from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, Topic
from faststream.kafka.message import KafkaAckableMessage
from faststream.kafka.subscriber.usecase import BatchSubscriber

from kit.metrics import LAG
from kit.mongo import MongoUnavailable

from .bounds import ended
from .bus import BusUnavailable
from .consuming import Consuming, Offsets, Reader
from .held import TooManyHeld
from .patience import made_patient

log = structlog.get_logger()

Broker = KafkaBroker

TRANSIENT: tuple[type[Exception], ...] = (
    *MongoUnavailable,
    BusUnavailable,
    KafkaError,
    TooManyHeld,
)
COMMIT_SECONDS = 10.0
FLUSH_SECONDS = 8.0
STOP_SECONDS = 4.0
COUNT_SECONDS = 2.0
POSITION_SECONDS = 0.2
# FastStream would rest five seconds after an error of the broker.
PAUSE_SECONDS = 0.5
# Polls come every second; one that hangs is left to whoever restarts the process.
SILENCE_SECONDS = 60.0
FOR_EVER_MS = 86_400_000


class _Prompt(BatchSubscriber):
    """FastStream sleeps a whole poll after every empty one; this one polls again."""

    __slots__ = ()

    async def get_msg(self, consumer: Any) -> tuple[Any, ...]:
        if isinstance(self._listener, Subscription):
            self._listener.note_poll()
        try:
            got = await consumer.getmany(
                timeout_ms=self.batch_timeout_ms, max_records=self.max_records
            )
        except KafkaError as error:
            log.warning("poll.failed", group=self.group_id, error=type(error).__name__)
            await asyncio.sleep(PAUSE_SECONDS)
            return ()
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
    """Reads batches for one group; `Consuming` does them and says what is done.

    Bounded here: a poll by its time-out, a commit and each stop by their seconds. The
    group's own conversation is aiokafka's task, which `fault` watches.
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
        self.group = group
        self._consuming = Consuming(
            group=group, reader=reader, commit=self._commit, transient=TRANSIENT
        )
        self._polled_at = time.monotonic()
        self._counted: set[TopicPartition] = set()
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

    @property
    def is_assigned(self) -> bool:
        return self._consuming.is_assigned

    @property
    def fault(self) -> str | None:
        """Say what makes this reader a dead one, if it is."""
        coordinator = getattr(self._consumer, "_coordinator", None)
        talking = getattr(coordinator, "_coordination_task", None)
        if talking is not None and talking.done():
            return "left the group for good"
        silence = time.monotonic() - self._polled_at
        if silence > SILENCE_SECONDS and not self._consuming.is_busy:
            return "polls no more"
        return None

    def beside(self) -> list[Any]:
        """Return what has to run beside the reading, from its start on."""
        self.note_poll()
        made_patient(getattr(self._consumer, "_client", None))
        return [self._consuming.retry_for_ever(), self._count_for_ever()]

    async def stop(self) -> None:
        """Let the batch in flight finish, and leave the group; nothing new is taken."""
        self._consuming.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FLUSH_SECONDS):
                await self._consuming.flush()
        await ended(self._subscriber.stop(), seconds=STOP_SECONDS)
        self._forget_lag(set())

    def note_poll(self) -> None:
        self._polled_at = time.monotonic()

    async def on_partitions_revoked(self, _: Collection[TopicPartition]) -> None:
        await self._consuming.on_revoked()

    async def on_partitions_assigned(
        self, assigned: Collection[TopicPartition]
    ) -> None:
        self._consuming.on_assigned([(one.topic, one.partition) for one in assigned])

    async def _take(self, records: Any) -> None:  # FastStream models what it reads here
        await self._consuming.take(records)
        self.note_poll()

    async def _commit(self, offsets: Offsets) -> bool:
        told = {TopicPartition(*place): offset for place, offset in offsets.items()}
        try:
            async with asyncio.timeout(COMMIT_SECONDS):
                await self._consumer.commit(told)
        except (CommitFailedError, IllegalStateError):
            # Moved meanwhile: the next owner reads it again, to the same effect.
            return False
        except (KafkaError, TimeoutError) as error:
            log.warning("commit.failed", group=self.group, error=type(error).__name__)
            return False
        return True

    async def _count_for_ever(self) -> None:
        while True:
            await asyncio.sleep(COUNT_SECONDS)
            try:
                await self._count_lag()
            except Exception:
                log.exception("lag.fault", group=self.group)

    async def _count_lag(self) -> None:
        """Tell how far each partition of ours goes beyond what was read of it."""
        assigned = set() if self._consumer is None else self._consumer.assignment()
        self._forget_lag(assigned)
        for one in assigned:
            if one not in self._consumer.assignment():
                continue
            end = self._consumer.highwater(one)
            with contextlib.suppress(TimeoutError, IllegalStateError):
                async with asyncio.timeout(POSITION_SECONDS):
                    read = await self._consumer.position(one)
                lag = LAG.labels(self.group, one.topic, str(one.partition))
                lag.set(max(0, (end or read) - read))
                self._counted.add(one)

    def _forget_lag(self, assigned: set[TopicPartition]) -> None:
        """Leave the figures of what moved to its next owner."""
        for one in self._counted - assigned:
            LAG.remove(self.group, one.topic, str(one.partition))
        self._counted &= assigned

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
