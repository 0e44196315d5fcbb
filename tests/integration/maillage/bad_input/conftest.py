"""The whole application, once for all tests of bad input."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from io import StringIO

import pytest
import pytest_asyncio

from maillage.embedded import Servers
from maillage.running import SERVICES
from tests.support.harness import installed
from tests.support.namespaces import clear, new_namespace

from .watching import Databases, logged
from .world import World, founded


@dataclass
class Watched:
    """The network, its databases and all that was logged since it stands."""

    world: World
    databases: Databases
    logs: StringIO
    namespace: str


@pytest.fixture(scope="package")
def logs() -> Iterator[StringIO]:
    with logged() as said:
        yield said


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def whole(servers: Servers, logs: StringIO) -> AsyncIterator[Watched]:
    namespace = new_namespace()
    databases = Databases(servers.mongo_url, namespace)
    try:
        async with installed(servers, namespace, *SERVICES) as it:
            # Whoever is nobody stays nobody, whatever an answer would have kept.
            it.client.http.cookies.jar.set_policy(
                DefaultCookiePolicy(allowed_domains=[])
            )
            world = await founded(it)
            yield Watched(world, databases, logs, namespace)
    finally:
        await databases.close()
        await clear(namespace, servers=servers)
