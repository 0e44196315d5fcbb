"""Real servers for the tests: started once for the run, a namespace for each test."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from kit import starting
from kit.running import tune_garbage_collection
from maillage.embedded import Servers
from maillage.embedded import servers as embedded_servers
from tests.support.namespaces import clear, new_namespace
from tests.support.places import run_folder, swept

# Tests of one of these build on each other, or share an installation that is dear.
TOGETHER = ("tests/journeys/", "tests/integration/maillage/bad_input/")
# Each of these starts servers of its own.
APART = "tests/reliability/test_lines.py"
MONGO, KAFKA = "MAILLAGE_TEST_MONGO_URL", "MAILLAGE_TEST_KAFKA"


def quiet(_text: str, /, **_values: int) -> None:
    """Tests do not watch the servers start."""


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the servers before several processes share the tests."""
    config = session.config
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        return
    running = ExitStack()
    servers = running.enter_context(started())
    os.environ |= {MONGO: servers.mongo_url, KAFKA: servers.kafka_bootstrap}
    config.add_cleanup(running.close)
    # It loads no tests: they are told of by those who do.
    starting.search_again()


def pytest_collection_finish() -> None:
    """Leave thousands of tests and all they import out of each search for cycles."""
    tune_garbage_collection()
    starting.search_again()


class Together(LoadScopeScheduling):  # type: ignore[misc]  # ships no types
    """Keeps on one process what belongs together: a file, or more than one.

    Lines of the table of reliability measure: they go one after the other, on the first
    process, as long as there is something else for the others.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file == APART:
            return nodeid
        return next((home for home in TOGETHER if file.startswith(home)), file)

    def _assign_work_unit(self, node: object) -> None:
        is_first = node is self.nodes[0]
        fitting = (one for one in self.workqueue if one.startswith(APART) == is_first)
        if (chosen := next(fitting, None)) is not None:
            self.workqueue.move_to_end(chosen, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


@contextmanager
def started() -> Iterator[Servers]:
    """Start what the environment does not name; nothing stays behind."""
    mongo_url, kafka_bootstrap = os.environ.get(MONGO), os.environ.get(KAFKA)
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


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with started() as running:
        yield running


@pytest.fixture
async def namespace(servers: Servers) -> AsyncIterator[str]:
    """Give a prefix for databases, topics and groups that no other test has."""
    name = new_namespace()
    yield name
    await clear(name, servers=servers)
