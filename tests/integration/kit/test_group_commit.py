"""Commands that end together: few transactions, and nobody pays for another."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pymongo
import pytest
from pymongo import InsertOne
from pymongo.client_session import ClientSession
from pymongo.errors import AutoReconnect, PyMongoError

from kit.ids import new_id
from kit.mongo import Collection, Mongo, group_commit
from kit.mongo.commit_delay import CommitDelay
from kit.mongo.failures import UNKNOWN_COMMIT
from kit.mongo.group_commit import COMMANDS_MAX, SIBLINGS_MAX, GroupCommit
from kit.mongo.writes import Write
from maillage.embedded import Servers
from tests.support.harness import eventually
from tests.support.turns import a_turn

PATIENCE_SECONDS = 20.0
LATE_SECONDS = 0.05


@dataclass
class Ground:
    """`started` holds a session for each transaction that was begun."""

    mongo: Mongo
    things: Collection
    marks: Collection
    client: "pymongo.MongoClient[dict[str, Any]]"
    started: list[ClientSession] = field(default_factory=list)

    def group_commit(self) -> GroupCommit:
        def start() -> ClientSession:
            self.started.append(self.client.start_session())
            return self.started[-1]

        return GroupCommit(start)

    def writes(self, name: str) -> list[Write]:
        mark = Write(self.marks, "insert_one", ({"_id": name},))
        thing = {"_id": new_id(), "name": name}
        return [mark, Write(self.things, "insert_one", (thing,))]


@pytest.fixture
async def on(servers: Servers, namespace: str) -> AsyncIterator[Ground]:
    async with Mongo.connect(servers.mongo_url, namespace=namespace) as mongo:
        things = mongo.collection("tests", "things")
        await things.create_index("name", unique=True)
        marks = mongo.collection("tests", "marks")
        await marks.insert_one({"_id": "first"})
        with mongo.patient(PATIENCE_SECONDS):
            yield Ground(mongo, things, marks, _client(mongo))


def _client(mongo: Mongo) -> "pymongo.MongoClient[dict[str, Any]]":
    database = mongo.database("tests")
    return cast("pymongo.MongoClient[dict[str, Any]]", database.client.delegate)


class TestGroupCommit:
    async def test_many_at_once_take_few_transactions(self, on: Ground) -> None:
        commits, count = on.group_commit(), 2 * COMMANDS_MAX

        made = await asyncio.gather(
            *(commits.make(on.writes(f"{number}")) for number in range(count))
        )

        assert all(made)
        assert await on.things.count_documents({}) == count
        assert await on.marks.count_documents({}) == count + 1
        # The first goes at once, by itself; then a full one and the rest.
        assert len(on.started) <= 3

    async def test_one_alone_waits_for_nobody(self, on: Ground) -> None:
        assert await on.group_commit().make(on.writes("a"))

        assert len(on.started) == 1

    async def test_two_that_write_one_document_go_one_after_the_other(
        self, on: Ground
    ) -> None:
        commits, thing = on.group_commit(), {"_id": new_id(), "name": "a", "count": 0}
        await on.things.insert_one(thing)
        add = ({"_id": thing["_id"]}, {"$inc": {"count": 1}})

        def ending(number: int) -> list[Write]:
            mark = Write(on.marks, "insert_one", ({"_id": f"{number}"},))
            return [mark, Write(on.things, "update_one", add)]

        made = await asyncio.gather(
            *(commits.make(ending(number)) for number in range(4)),
            *(commits.make(on.writes(f"beside {number}")) for number in range(6)),
        )

        found = await on.things.find_one({"_id": thing["_id"]})
        assert found is not None
        assert found["count"] == 4
        assert all(made)

    async def test_all_or_nothing_and_each_is_told_to_go_alone(
        self, on: Ground
    ) -> None:
        commits = on.group_commit()
        await on.things.insert_one({"_id": new_id(), "name": "there already"})
        leading = commits.make(on.writes("leads"))
        names = ["b", "there already", "c"]

        made = await asyncio.gather(
            leading, *(commits.make(on.writes(name)) for name in names)
        )

        assert made == [True, *[False] * len(names)]
        marks = {one["_id"] async for one in on.marks.find({})}
        assert not marks & set(names)

    async def test_who_gives_up_before_it_is_out_is_not_made(self, on: Ground) -> None:
        commits = on.group_commit()
        tasks = [
            asyncio.create_task(commits.make(on.writes(f"{number}")))
            for number in range(4)
        ]
        await a_turn()
        tasks[-1].cancel()

        ended = await asyncio.gather(*tasks, return_exceptions=True)

        assert isinstance(ended[-1], asyncio.CancelledError)
        assert all(one is True for one in ended[:-1])
        assert await on.marks.find_one({"_id": "3"}) is None

    async def test_who_needs_no_patience_goes_alone(
        self, servers: Servers, namespace: str
    ) -> None:
        async with Mongo.connect(servers.mongo_url, namespace=namespace) as mongo:
            things, marks = (mongo.collection("tests", name) for name in "ab")
            ground = Ground(mongo, things, marks, _client(mongo))

            assert not await ground.group_commit().make(ground.writes("a"))

            assert ground.started == []


class _Refusing:
    """A session whose server does not answer its commit."""

    def __init__(self, error: PyMongoError) -> None:
        self._error = error
        self.commits = 0

    def start_transaction(self) -> None:
        pass

    def commit_transaction(self) -> None:
        self.commits += 1
        raise self._error

    def end_session(self) -> None:
        pass


class _Taking:
    """A collection that takes all that it is given."""

    full_name = "tests.taking"

    def __init__(self) -> None:
        self.taken: list[object] = []

    def insert_one(self, document: dict[str, object], **_: Any) -> None:
        self.taken.append(document["_id"])

    def bulk_write(self, asked: list[InsertOne[Any]], **_: Any) -> Any:
        self.taken += [one._doc["_id"] for one in asked]
        return SimpleNamespace(matched_count=0, modified_count=0)


def _unknown() -> PyMongoError:
    error = PyMongoError("whether it was done, nobody knows")
    error._add_error_label(UNKNOWN_COMMIT)
    return error


@pytest.mark.parametrize("error", [_unknown(), AutoReconnect("gone")])
async def test_of_an_unknown_end_each_learns_and_nothing_is_asked_twice(
    servers: Servers, error: PyMongoError
) -> None:
    sessions: list[_Refusing] = []

    def start() -> ClientSession:
        sessions.append(_Refusing(error))
        return cast("ClientSession", sessions[-1])

    commits, taking = (
        GroupCommit(start),
        cast("Any", SimpleNamespace(delegate=_Taking())),
    )

    def ending(number: int) -> Awaitable[bool]:
        return commits.make([Write(taking, "insert_one", ({"_id": number},))])

    async with Mongo.connect(servers.mongo_url) as mongo:
        with mongo.patient(PATIENCE_SECONDS):
            ended = await asyncio.gather(
                *(ending(number) for number in range(8)), return_exceptions=True
            )

    assert ended == [error] * 8
    assert sum(one.commits for one in sessions) == len(sessions) == 2


class _Held(_Refusing):
    """A session whose commit takes until it is let go."""

    def __init__(self, may_go: threading.Event) -> None:
        super().__init__(PyMongoError())
        self._may_go = may_go

    def commit_transaction(self) -> None:
        self._may_go.wait(PATIENCE_SECONDS)


@pytest.fixture
async def patient(servers: Servers) -> AsyncIterator[None]:
    async with Mongo.connect(servers.mongo_url) as mongo:
        with mongo.patient(PATIENCE_SECONDS):
            yield


@pytest.fixture
def delayed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every commit wait for others."""
    monkeypatch.setattr(CommitDelay, "note_arrival", lambda *_, is_first=True: is_first)


class _Endless:
    """Takes what it is given at once, or once it may."""

    def __init__(self) -> None:
        self.may_go = threading.Event()
        self.may_go.set()
        self.started: list[_Held] = []
        self.taking = _Taking()
        self.commits = GroupCommit(self._start)

    def _start(self) -> ClientSession:
        self.started.append(_Held(self.may_go))
        return cast("ClientSession", self.started[-1])

    def make(self, document_id: object) -> asyncio.Task[bool]:
        taking = cast("Any", SimpleNamespace(delegate=self.taking))
        write = Write(taking, "insert_one", ({"_id": document_id},))
        return asyncio.create_task(self.commits.make([write]))


@pytest.mark.usefixtures("patient", "delayed")
class TestDelay:
    async def test_who_comes_within_the_wait_goes_along(self) -> None:
        on = _Endless()

        made = [on.make(number) for number in range(SIBLINGS_MAX - 1)]
        await a_turn()
        early = len(on.started)

        assert all(await asyncio.gather(*made))
        assert (early, len(on.started)) == (0, 1)

    async def test_when_many_are_together_they_wait_no_longer(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        on = _Endless()
        monkeypatch.setattr(group_commit, "DELAY_SECONDS", 3_600)

        made = [on.make(number) for number in range(SIBLINGS_MAX)]

        assert all(await asyncio.gather(*made))
        assert len(on.started) == 1

    async def test_who_gives_up_while_it_waits_is_left_out(self) -> None:
        on = _Endless()

        made = [on.make(number) for number in range(3)]
        await a_turn()
        made[0].cancel()

        assert await asyncio.gather(*made[1:]) == [True, True]
        assert len(on.started) == 1
        assert on.taking.taken == [1, 2]


@pytest.mark.usefixtures("patient")
async def test_who_comes_alone_waits_for_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(group_commit, "DELAY_SECONDS", 3_600)

    assert await _Endless().make(1)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> _Endless:
    """Have nothing come back until it may, and be late soon."""
    monkeypatch.setattr(group_commit, "LATE_SECONDS", LATE_SECONDS)
    on = _Endless()
    on.may_go.clear()
    return on


async def _started(on: _Endless, count: int) -> None:
    """Wait until so many are out, then for as long as one more would take."""

    async def are_out() -> bool:
        return len(on.started) >= count

    await eventually(are_out)
    await asyncio.sleep(4 * LATE_SECONDS)  # nothing tells that no other goes
    assert len(on.started) == count


@pytest.mark.usefixtures("patient")
class TestLate:
    async def test_beside_one_that_does_not_come_back_one_more_goes(
        self, held: _Endless
    ) -> None:
        made = [held.make(number) for number in range(3)]
        await _started(held, 2)
        made.append(held.make(3))
        await _started(held, 2)
        held.may_go.set()

        assert await asyncio.gather(*made) == [True] * 4
        assert len(held.started) == 3

    async def test_who_waits_for_it_keeps_nobody_else(self, held: _Endless) -> None:
        made = [held.make("the same"), held.make("the same")]
        await _started(held, 1)
        made.append(held.make("another"))
        await _started(held, 2)
        held.may_go.set()

        assert await asyncio.gather(*made) == [True] * 3
