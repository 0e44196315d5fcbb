"""How far topics reach and how far groups have come, asked in one go."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from .topics import KafkaUnavailable

SECONDS = 5.0
AT_ONCE = 4
KEPT_SECONDS = 5.0

Place = tuple[str, int]
Behind = dict[str, dict[str, int]]


async def ends(servers: str, topics: Iterable[str]) -> dict[Place, int]:
    """Return the offset that the next record of each partition will have.

    Raises:
        KafkaUnavailable: no broker answers in time.
    """
    async with _asking(servers) as consumer:
        found = await consumer.end_offsets(await _partitions(consumer, topics))
    return {(one.topic, one.partition): offset for one, offset in found.items()}


async def behind(servers: str, groups: Mapping[str, Iterable[str]]) -> Behind:
    """Return, by group and topic, how many records that group has not done yet.

    Raises:
        KafkaUnavailable: no broker answers in time.
    """
    topics = {topic for wanted in groups.values() for topic in wanted}
    async with _asking(servers) as consumer:
        places = await _partitions(consumer, topics)
        firsts = await consumer.beginning_offsets(places)
        lasts = await consumer.end_offsets(places)
    done = await _committed(servers, list(groups))
    return {
        group: {
            topic: sum(
                max(0, lasts[one] - done[group].get(one, firsts[one]))
                for one in places
                if one.topic == topic
            )
            for topic in wanted
        }
        for group, wanted in groups.items()
    }


async def _committed(
    servers: str, groups: list[str]
) -> dict[str, dict[TopicPartition, int]]:
    """Return the offsets that each group has committed; absent where it has none."""
    places = asyncio.Semaphore(AT_ONCE)
    admin = AIOKafkaAdminClient(bootstrap_servers=servers, request_timeout_ms=5_000)

    async def one(group: str) -> dict[TopicPartition, int]:
        async with places:
            told = await admin.list_consumer_group_offsets(group)
        return {place: told[place].offset for place in told if told[place].offset >= 0}

    try:
        async with asyncio.timeout(SECONDS):
            await admin.start()
            found = await asyncio.gather(*(one(group) for group in groups))
    except (KafkaError, OSError, TimeoutError) as error:
        raise KafkaUnavailable(servers) from error
    finally:
        await asyncio.wait({asyncio.ensure_future(admin.close())}, timeout=SECONDS)
    return dict(zip(groups, found, strict=True))


async def _partitions(
    consumer: AIOKafkaConsumer, topics: Iterable[str]
) -> list[TopicPartition]:
    wanted = sorted(set(topics))
    await consumer._client.set_topics(wanted)  # noqa: SLF001 - the one way to ask for metadata without reading
    return [
        TopicPartition(topic, partition)
        for topic in wanted
        for partition in sorted(consumer.partitions_for_topic(topic) or ())
    ]


@asynccontextmanager
async def _asking(servers: str) -> AsyncIterator[AIOKafkaConsumer]:
    """Open a consumer that reads nothing, for as long as `SECONDS`."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=servers, enable_auto_commit=False, request_timeout_ms=5_000
    )
    try:
        async with asyncio.timeout(SECONDS):
            await consumer.start()
            yield consumer
    except (KafkaError, OSError, TimeoutError) as error:
        raise KafkaUnavailable(servers) from error
    finally:
        await asyncio.wait({asyncio.ensure_future(consumer.stop())}, timeout=SECONDS)


class Lags:
    """What groups have left to do, asked at most once in a few seconds.

    Pages that anyone may open ask it; a broker that is away costs one wait for all.
    """

    def __init__(
        self,
        servers: str,
        groups: Mapping[str, Iterable[str]],
        *,
        prefix: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._servers = servers
        self._groups = {
            prefix + group: [prefix + topic for topic in topics]
            for group, topics in groups.items()
        }
        self._prefix = prefix
        self._monotonic = monotonic
        self._one_at_a_time = asyncio.Lock()
        self._asked_at = float("-inf")
        self._found: Behind | None = None

    async def behind(self) -> Behind | None:
        """Return what is left by group and topic; None when Kafka does not answer."""
        async with self._one_at_a_time:
            if self._monotonic() - self._asked_at > KEPT_SECONDS:
                self._found = await self._ask()
                self._asked_at = self._monotonic()
        return self._found

    async def _ask(self) -> Behind | None:
        try:
            found = await behind(self._servers, self._groups)
        except KafkaUnavailable:
            return None
        return {
            group.removeprefix(self._prefix): {
                topic.removeprefix(self._prefix): count
                for topic, count in topics.items()
            }
            for group, topics in found.items()
        }
