"""The registry, installed on the real servers."""

from collections.abc import AsyncIterator

import pytest

from maillage.embedded import Servers
from services.registry.roles import REGISTRY
from tests.support.harness import Installation, installed


@pytest.fixture
async def it(servers: Servers, namespace: str) -> AsyncIterator[Installation]:
    async with installed(servers, namespace, REGISTRY) as installation:
        yield installation
