"""A hub among stand-ins for the other services."""

from collections.abc import AsyncIterator

import pytest

from kit.messaging.topics import TopicPlan, ensure
from maillage.embedded import Servers
from schemas.events import TOPICS
from services.hub.roles import HUB
from tests.support.harness import Client, Installation, installed

from .network import network


@pytest.fixture
async def hub(servers: Servers, namespace: str) -> AsyncIterator[Installation]:
    # Two partitions show all that six would, and are made three times as fast.
    plans = [TopicPlan(f"{namespace}.{topic}", partitions=2) for topic in TOPICS]
    await ensure(servers.kafka_bootstrap, plans, replicas=1)
    async with installed(servers, namespace, HUB, network()) as installation:
        yield installation


@pytest.fixture
async def operator(hub: Installation) -> Client:
    return await hub.client.sign_in("operator", name="Samir Haddad")
