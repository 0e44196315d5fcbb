"""Which operations of a request wait for a majority: those are watched apart."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from kit.files import KeptFiles
from kit.ids import new_id
from kit.mongo import Collection, Mongo, Transaction
from kit.mongo.patience import Gate, Patience
from maillage.embedded import Servers

Asked = list[bool]


@pytest.fixture
async def mongo(servers: Servers, namespace: str) -> AsyncIterator[Mongo]:
    async with Mongo.connect(servers.mongo_url, namespace=namespace) as connected:
        with connected.patient(20.0):
            yield connected


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Note of each operation whether it says that it waits for a majority."""
    noted: Asked = []
    ask = Gate.ask

    async def noting(
        gate: Gate,
        start: Callable[[], Awaitable[Any]],
        patience: Patience,
        *,
        waits_for_majority: bool = False,
    ) -> Any:
        noted.append(waits_for_majority)
        return await ask(gate, start, patience, waits_for_majority=waits_for_majority)

    monkeypatch.setattr(Gate, "ask", noting)
    return noted


def things_of(mongo: Mongo) -> Collection:
    return mongo.collection("tests", "things")


async def test_a_write_does_and_a_read_does_not(mongo: Mongo, asked: Asked) -> None:
    things = things_of(mongo)

    await things.insert_one({"_id": 1})
    await things.find_one({"_id": 1})
    await things.update_one({"_id": 1}, {"$set": {"name": "a"}})
    await things.find({}).to_list(None)
    await things.delete_many({})

    assert asked == [True, False, True, False, True]


async def test_of_a_transaction_the_commit_does(mongo: Mongo, asked: Asked) -> None:
    things = things_of(mongo)

    async def do(within: Transaction) -> None:
        await things.insert_one({"_id": 1}, session=within)
        await things.insert_one({"_id": 2}, session=within)

    await mongo.transaction(do)

    assert asked == [False, False, True]


async def test_a_file_does(mongo: Mongo, asked: Asked) -> None:
    files = KeptFiles(mongo.files("tests", "files"))
    file_id = new_id()

    await files.add(file_id, b"a", name="a")
    await files.get(file_id)

    assert asked == [True, True, False]
