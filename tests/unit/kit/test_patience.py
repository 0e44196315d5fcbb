"""A client of Kafka whose broker is away asks now and then, not all the time."""

import time
from typing import Any

import pytest
from aiokafka.client import AIOKafkaClient

from kit.messaging.patience import PAUSE_SECONDS, made_patient

NOBODY = "127.0.0.1:1"


@pytest.fixture
async def client(monkeypatch: pytest.MonkeyPatch) -> AIOKafkaClient:
    async def fails_at_once(*_: Any) -> bool:
        return False

    monkeypatch.setattr(AIOKafkaClient, "_metadata_update", fails_at_once)
    made = AIOKafkaClient(bootstrap_servers=NOBODY)
    made_patient(made)
    return made


async def seconds_of(client: AIOKafkaClient, *asked: set[str]) -> float:
    started_at = time.monotonic()
    for topics in asked:
        assert await client._metadata_update(client.cluster, topics) is False
    return time.monotonic() - started_at


class TestPatience:
    async def test_it_rests_before_it_asks_for_the_same_again(
        self, client: AIOKafkaClient
    ) -> None:
        assert await seconds_of(client, {"a"}, {"a"}, {"a"}) >= 2 * PAUSE_SECONDS

    async def test_what_was_not_asked_yet_is_asked_at_once(
        self, client: AIOKafkaClient
    ) -> None:
        assert await seconds_of(client, {"a"}, {"a", "b"}, {"c"}) < PAUSE_SECONDS
