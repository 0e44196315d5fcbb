"""While MongoDB is away every request ends soon, done or clearly not."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx2
import pytest

from kit.ids import new_id
from maillage.embedded import Servers
from tests.reliability.clusters import Cluster, mongo
from tests.support.harness import Client, Installation, eventually, installed

from .thing import THINGS

PATH = "/api/v1/things"
ANSWER_SECONDS_MAX = 2.0
AT_ONCE = 60


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[Cluster]:
    """Give a server that may fail: nobody else's."""
    async with mongo(tmp_path) as alone:
        yield alone


@pytest.fixture
async def it(
    servers: Servers, cluster: Cluster, namespace: str
) -> AsyncIterator[Installation]:
    own = Servers(mongo_url=cluster.address, kafka_bootstrap=servers.kafka_bootstrap)
    async with installed(own, namespace, THINGS) as installation:
        yield installation


async def timed(asked: object) -> tuple[float, httpx2.Response]:
    began = time.monotonic()
    answer = await asked  # type: ignore[misc] # any awaitable answer
    return time.monotonic() - began, answer


def every_kind(it: Installation, person: Client) -> dict[str, Callable[[], object]]:
    """One request of each kind, by what it touches first."""
    key = {"Idempotency-Key": str(new_id())}
    return {
        "session": lambda: person.get(f"{PATH}/{new_id()}"),
        "read": lambda: it.client.get(f"{PATH}/{new_id()}"),
        "page": lambda: person.page("/composants"),
        "write": lambda: it.client.post(PATH, json={"name": "a"}),
        "key": lambda: it.client.post(PATH, json={"name": "b"}, headers=key),
    }


class TestFrozen:
    async def test_each_request_ends_in_time_with_a_clear_503(
        self, it: Installation, cluster: Cluster
    ) -> None:
        person = await it.client.sign_in("national_admin")
        asked = every_kind(it, person)
        cluster.nodes[0].freeze()
        try:
            answers = await asyncio.gather(
                *(timed(list(asked.values())[n % len(asked)]()) for n in range(AT_ONCE))
            )
        finally:
            cluster.nodes[0].wake()

        assert max(seconds for seconds, _ in answers) < ANSWER_SECONDS_MAX
        assert {answer.status_code for _, answer in answers} == {503}
        assert {answer.headers["retry-after"] for _, answer in answers} == {"2"}

    async def test_what_needs_no_store_is_served_all_the_while(
        self, it: Installation, cluster: Cluster
    ) -> None:
        cluster.nodes[0].freeze()
        try:
            answers = [
                await timed(it.client.get(path)) for path in ("/livez", "/metrics")
            ]
        finally:
            cluster.nodes[0].wake()

        assert [answer.status_code for _, answer in answers] == [200, 200]

    async def test_a_hidden_command_is_answered_when_asked_again(
        self, it: Installation, cluster: Cluster
    ) -> None:
        """Frozen while they run: some are done and nobody was told."""
        keys = [{"Idempotency-Key": f"key-{number}"} for number in range(AT_ONCE)]
        asked = [
            asyncio.create_task(
                it.client.post(PATH, json={"name": f"n{number}"}, headers=key)
            )
            for number, key in enumerate(keys)
        ]
        await asyncio.sleep(0.1)
        cluster.nodes[0].freeze()
        first = [await task for task in asked]
        cluster.nodes[0].wake()

        again = await asyncio.gather(
            *(_until_clear(it, number, key) for number, key in enumerate(keys))
        )

        assert {answer.status_code for answer in first} <= {201, 503}
        assert {answer.status_code for answer in again} == {201}
        names = await it.platform.collection("tests", "things").distinct("name")
        count = await it.platform.collection("tests", "things").count_documents({})
        assert count == len(names) == AT_ONCE


class TestKilled:
    async def test_all_goes_on_without_a_restart_once_it_is_back(
        self, it: Installation, cluster: Cluster
    ) -> None:
        person = await it.client.sign_in("national_admin")
        asked = every_kind(it, person)
        await cluster.nodes[0].kill()
        away = [await timed(ask()) for ask in asked.values()]
        await cluster.nodes[0].start()

        await eventually(lambda: _is_back(it))
        back = [await timed(ask()) for ask in asked.values()]

        assert max(seconds for seconds, _ in away) < ANSWER_SECONDS_MAX
        assert {answer.status_code for _, answer in away} == {503}
        assert [answer.status_code for _, answer in back] == [404, 404, 200, 201, 201]


async def _is_back(it: Installation) -> bool:
    answer = await it.client.get(f"{PATH}/{new_id()}")
    return answer.status_code != 503


async def _until_clear(
    it: Installation, number: int, key: dict[str, str]
) -> httpx2.Response:
    """Ask until it is done: a lock of the first attempt is let go in seconds."""
    deadline = time.monotonic() + 30
    while True:
        body = {"name": f"n{number}"}
        answer = await it.client.post(PATH, json=body, headers=key)
        if answer.status_code == 201 or time.monotonic() > deadline:
            return answer
        await asyncio.sleep(0.2)
