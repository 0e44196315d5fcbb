"""Real servers for the tests: started once for the run, a namespace for each test."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator

import pytest

from maillage.embedded import Servers
from maillage.embedded import servers as embedded_servers
from tests.support.namespaces import clear, new_namespace
from tests.support.places import run_folder, swept


def quiet(_text: str, /, **_values: int) -> None:
    """Tests do not watch the servers start."""


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Start what the environment does not name; nothing stays behind."""
    mongo_url = os.environ.get("MAILLAGE_TEST_MONGO_URL")
    kafka_bootstrap = os.environ.get("MAILLAGE_TEST_KAFKA")
    if mongo_url and kafka_bootstrap:
        yield Servers(mongo_url=mongo_url, kafka_bootstrap=kafka_bootstrap)
        return
    with (
        swept(run_folder()) as folder,
        # A loop of its own: the tests' loops come and go while the servers stay.
        asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner,
    ):
        running = embedded_servers(
            folder,
            on_progress=quiet,
            mongo_url=mongo_url,
            kafka_bootstrap=kafka_bootstrap,
            test=True,
        )
        yield runner.run(running.__aenter__())
        runner.run(running.__aexit__(None, None, None))


@pytest.fixture
async def namespace(servers: Servers) -> AsyncIterator[str]:
    """Give a prefix for databases, topics and groups that no other test has."""
    name = new_namespace()
    yield name
    await clear(name, servers=servers)
