"""The events on Kafka, read by a plain consumer that knows nothing of the project."""

import json
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from maillage.embedded import Servers

Told = dict[str, Any]


async def told_on(topic: str, *, servers: Servers) -> list[Told]:
    """Read a topic from its start to where it ends now: the headers, and `data`."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=servers.kafka_bootstrap,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        known = await consumer._client.fetch_all_metadata()
        partitions = [
            TopicPartition(topic, number)
            for number in known.partitions_for_topic(topic) or ()
        ]
        assert partitions, f"there is no topic {topic}"
        consumer.assign(partitions)
        return await _read(consumer, await consumer.end_offsets(partitions))
    finally:
        await consumer.stop()


async def _read(
    consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]
) -> list[Told]:
    found: list[Told] = []
    for partition in ends:
        await consumer.seek_to_beginning(partition)
    left = {one for one, end in ends.items() if end > 0}
    while left:
        batch = await consumer.getmany(*left, timeout_ms=1_000)
        for records in batch.values():
            found += [_told(record) for record in records]
        left = {one for one in left if await consumer.position(one) < ends[one]}
    return found


def _told(record: Any) -> Told:
    headers = {name: value.decode() for name, value in record.headers}
    return headers | {"key": record.key.decode(), "data": _body(record.value)}


def _body(value: bytes) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
