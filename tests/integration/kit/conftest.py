"""The tests' own service, installed on the real servers."""

from collections.abc import AsyncIterator

import pytest

from maillage.embedded import Servers
from tests.support.harness import Installation, installed

from .thing import THINGS


@pytest.fixture
async def it(servers: Servers, namespace: str) -> AsyncIterator[Installation]:
    async with installed(servers, namespace, THINGS) as installation:
        yield installation
