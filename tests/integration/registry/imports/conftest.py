"""The registry alone, on real servers, with what a census test speaks of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from kit.platform import Platform
from kit.service import Provided, Service
from maillage.embedded import Servers
from schemas.readers import GROUPS
from services.registry.roles import REGISTRY
from tests.support.harness import Client, Installation, installed

from .census import CENTRE, Census


@asynccontextmanager
async def nothing(_: Platform) -> AsyncIterator[Provided]:
    yield {}


# Whoever else tells what the registry hears: it only needs their topics.
OTHERS = Service(
    name="others",
    build=nothing,
    topics=tuple(
        topic
        for group in GROUPS
        if group.service == REGISTRY.name
        for topic in group.topics
        if topic not in REGISTRY.topics
    ),
)


@pytest.fixture
async def registry(servers: Servers, namespace: str) -> AsyncIterator[Installation]:
    async with installed(servers, namespace, REGISTRY, OTHERS) as it:
        yield it


@pytest.fixture
async def manager(registry: Installation) -> Client:
    """Sign in a manager of one resource centre."""
    return await registry.client.sign_in("centre_manager", holder_id=CENTRE)


@pytest.fixture
async def nation(registry: Installation) -> Client:
    return await registry.client.sign_in("national_admin")


@pytest.fixture
def census(registry: Installation) -> Census:
    """Speak of censuses; its jobs run when asked, one at a time."""
    return Census(registry)
