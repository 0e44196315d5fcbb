"""Topics: created and checked by `migrate` and `doctor` alone, never by a client."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from .bounds import ended

PARTITIONS = 6
KEPT_MS = 400 * 24 * 3_600 * 1000
RECORD_BYTES_MAX = 1_048_588
PARKED_BYTES_MAX = 2 * 2**20
SECONDS = 20.0
SHOWN_SECONDS = 0.05
ENSURE_SECONDS = 90.0
CLOSE_SECONDS = 2.0
KNOCK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class TopicPlan:
    name: str
    partitions: int = PARTITIONS
    settings: dict[str, str] = field(default_factory=dict)


class KafkaUnavailable(Exception):
    """Nobody answers at these addresses."""


@asynccontextmanager
async def _admin(
    servers: str, *, seconds: float = SECONDS
) -> AsyncIterator[AIOKafkaAdminClient]:
    """Ask a broker, for as long as `seconds` in all."""
    admin = AIOKafkaAdminClient(bootstrap_servers=servers, request_timeout_ms=10_000)
    try:
        async with asyncio.timeout(seconds):
            await _started(admin, servers)
            yield admin
    except TimeoutError as error:
        raise KafkaUnavailable(servers) from error
    finally:
        await ended(admin.close(), seconds=CLOSE_SECONDS)


async def _started(admin: AIOKafkaAdminClient, servers: str) -> None:
    try:
        await admin.start()
    except (KafkaError, OSError) as error:
        raise KafkaUnavailable(servers) from error


async def ensure(servers: str, plans: Iterable[TopicPlan], *, replicas: int) -> int:
    """Create the topics that are missing, and return how many were.

    Raises:
        KafkaUnavailable: no broker answers.
    """
    async with _admin(servers, seconds=ENSURE_SECONDS) as admin:
        existing = set(await admin.list_topics())
        missing = [plan for plan in plans if plan.name not in existing]
        if not missing:
            return 0
        answer = await admin.create_topics(
            [_new_topic(plan, replicas=replicas) for plan in missing]
        )
        for _, code, *_ in answer.topic_errors:
            error = for_code(code)
            if code != 0 and error is not TopicAlreadyExistsError:
                raise error
        await _until_shown(admin, {plan.name for plan in missing})
        return len(missing)


async def _until_shown(admin: AIOKafkaAdminClient, names: set[str]) -> None:
    """Wait until the brokers have told each other: the answer comes before."""
    async with asyncio.timeout(SECONDS):
        while not names <= set(await admin.list_topics()):  # noqa: ASYNC110 - brokers ring no bell
            await asyncio.sleep(SHOWN_SECONDS)


async def existing(servers: str) -> set[str]:
    async with _admin(servers) as admin:
        return set(await admin.list_topics())


async def lag(servers: str, group: str) -> dict[str, int]:
    """Return how many records each topic holds that the group has not done yet."""
    async with _admin(servers) as admin:
        committed = await admin.list_consumer_group_offsets(group)
    done = {place: told.offset for place, told in committed.items() if told.offset >= 0}
    ends = await end_offsets(servers, done)
    behind: dict[str, int] = {}
    for place, offset in done.items():
        waiting = max(0, ends[place] - offset)
        behind[place.topic] = behind.get(place.topic, 0) + waiting
    return behind


async def end_offsets(
    servers: str, places: Iterable[TopicPartition]
) -> dict[TopicPartition, int]:
    consumer = AIOKafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False)
    try:
        async with asyncio.timeout(SECONDS):
            await consumer.start()
            ends: dict[TopicPartition, int] = await consumer.end_offsets(list(places))
            return ends
    finally:
        await ended(consumer.stop(), seconds=CLOSE_SECONDS)


async def broker_version(servers: str) -> str:
    """Name the broker's generation, as far as its protocol tells it."""
    async with _admin(servers) as admin:
        described = await admin.describe_cluster()
    count = len(described.get("brokers", []))
    return "1 broker" if count == 1 else f"{count} brokers"


async def answers(servers: str) -> bool:
    """Tell whether some broker can be reached: asked often, so it only knocks."""
    for server in servers.split(","):
        host, _, port = server.strip().rpartition(":")
        try:
            async with asyncio.timeout(KNOCK_SECONDS):
                _, writer = await asyncio.open_connection(host, int(port))
        except (OSError, TimeoutError, ValueError):
            continue
        writer.close()
        return True
    return False


def _new_topic(plan: TopicPlan, *, replicas: int) -> NewTopic:
    settings = {
        "retention.ms": str(KEPT_MS),
        "max.message.bytes": str(RECORD_BYTES_MAX),
        "min.insync.replicas": str(max(1, replicas - 1)),
    }
    return NewTopic(
        name=plan.name,
        num_partitions=plan.partitions,
        replication_factor=replicas,
        topic_configs=settings | plan.settings,
    )
