"""A command's writes are gathered and made as one; what cannot be gathered opens."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from kit.ids import new_id
from kit.mongo import (
    Collection,
    Document,
    DuplicateKey,
    Mark,
    MarkTaken,
    Mongo,
    Transaction,
    claimed,
)
from maillage.embedded import Servers


@dataclass(frozen=True)
class Ended:
    kept: Mapping[str, Any] | None


KEPT = Ended({"answer": "done"})
SECONDS = 20.0


@dataclass(frozen=True)
class Ground:
    mongo: Mongo
    things: Collection
    marks: Collection
    is_patient: bool

    async def do(
        self,
        command: Callable[[], Awaitable[Any]],
        *,
        mark: str = "a",
        ended: Ended = KEPT,
    ) -> None:
        async def whole() -> Ended:
            await command()
            return ended

        claim: Document = {"_id": mark}
        patience = self.mongo.patient(SECONDS) if self.is_patient else nullcontext()
        with patience:
            await self.mongo.marked(whole, mark=Mark(self.marks, claim))

    async def names(self) -> list[str]:
        return sorted([one["name"] async for one in self.things.find({})])

    async def stored_marks(self) -> list[Document]:
        return await self.marks.find({}).to_list(None)


def thing(name: str, **more: Any) -> Document:
    return {"_id": new_id(), "name": name, **more}


async def _count(things: Collection) -> int:
    counted: int = await things.count_documents({})
    return counted


@pytest.fixture(params=["alone", "with others"])
async def on(
    servers: Servers, namespace: str, request: pytest.FixtureRequest
) -> AsyncIterator[Ground]:
    """Only commands that somebody waits for end together with others."""
    async with Mongo.connect(servers.mongo_url, namespace=namespace) as mongo:
        things = mongo.collection("tests", "things")
        await things.create_index("name", unique=True)
        marks = mongo.collection("tests", "marks")
        await marks.insert_one({"_id": "first"})
        await marks.delete_one({"_id": "first"})
        yield Ground(mongo, things, marks, request.param == "with others")


class TestGathering:
    async def test_nothing_is_written_before_the_end(self, on: Ground) -> None:
        seen: list[int] = []
        outside = contextvars.copy_context()

        async def command() -> None:
            await on.things.insert_one(thing("a"))
            await on.things.insert_one(thing("b"))
            looking = asyncio.get_running_loop().create_task(
                _count(on.things), context=outside
            )
            seen.append(await looking)

        await on.do(command)

        assert seen == [0]
        assert await on.names() == ["a", "b"]
        assert await on.stored_marks() == [{"_id": "a", "answer": "done"}]

    async def test_what_leaves_no_mark_is_written_all_the_same(
        self, on: Ground
    ) -> None:
        await on.do(lambda: on.things.insert_one(thing("a")), ended=Ended(None))

        assert await on.names() == ["a"]
        assert await on.stored_marks() == []

    async def test_a_command_that_fails_writes_nothing(self, on: Ground) -> None:
        async def command() -> None:
            await on.things.insert_one(thing("a"))
            raise LookupError

        with pytest.raises(LookupError):
            await on.do(command)

        assert await on.names() == []
        assert await on.stored_marks() == []

    async def test_a_read_after_a_write_sees_it(self, on: Ground) -> None:
        found: list[Any] = []

        async def command() -> None:
            added = thing("a")
            await on.things.insert_one(added)
            found.append(await on.things.find_one({"_id": added["_id"]}))
            found.append(await on.things.count_documents({}))
            found.append([one["name"] async for one in on.things.find({})])

        await on.do(command)

        assert found[0]["name"] == "a"
        assert found[1:] == [1, ["a"]]

    async def test_a_transaction_of_the_use_case_joins(self, on: Ground) -> None:
        async def within(tx: Transaction) -> UUID:
            added = thing("b")
            await on.things.insert_one(added, session=tx)
            return added["_id"]  # type: ignore[no-any-return] # as it was drawn

        async def command() -> None:
            await on.things.insert_one(thing("a"))
            await on.mongo.transaction(within)
            raise LookupError

        with pytest.raises(LookupError):
            await on.do(command)

        assert await on.names() == []


class TestForeseen:
    async def test_a_duplicate_is_told_where_it_was_asked_for(self, on: Ground) -> None:
        await on.things.insert_one(thing("a"))
        met: list[str] = []

        async def command() -> None:
            try:
                await on.things.insert_one(thing("a"))
            except DuplicateKey:
                met.append("duplicate")
                raise LookupError from None

        with pytest.raises(LookupError):
            await on.do(command)

        assert met == ["duplicate"]
        assert await on.stored_marks() == []

    async def test_an_update_of_nothing_is_told_where_it_was_asked_for(
        self, on: Ground
    ) -> None:
        counts: list[int] = []

        async def command() -> None:
            written = await on.things.update_one({"_id": 0}, {"$set": {"name": "x"}})
            counts.append(written.matched_count)

        await on.do(command)

        # First as foreseen, then as it was.
        assert counts == [1, 0]
        assert await on.stored_marks() == [{"_id": "a", "answer": "done"}]

    async def test_two_that_change_one_thing_both_do(self, on: Ground) -> None:
        added = thing("a", count=0)
        await on.things.insert_one(added)

        async def count() -> None:
            found = await on.things.find_one({"_id": added["_id"]})
            assert found is not None
            written = await on.things.update_one(
                {"_id": added["_id"], "count": found["count"]},
                {"$set": {"count": found["count"] + 1}},
            )
            if written.matched_count == 0:
                raise LookupError

        await asyncio.gather(*(on.do(count, mark=str(n)) for n in range(12)))

        counted = await on.things.find_one({"_id": added["_id"]})
        assert counted is not None
        assert counted["count"] == 12

    async def test_who_meets_somebody_harms_none_of_those_beside(
        self, on: Ground
    ) -> None:
        await on.things.insert_one(thing("3"))

        async def add(number: int) -> bool:
            try:
                await on.do(
                    lambda: on.things.insert_one(thing(f"{number}")), mark=f"{number}"
                )
            except DuplicateKey:
                return False
            return True

        done = await asyncio.gather(*(add(number) for number in range(8)))

        assert done == [number != 3 for number in range(8)]
        assert await on.names() == [f"{number}" for number in range(8)]
        marks = {one["_id"] for one in await on.stored_marks()}
        assert marks == {f"{number}" for number in range(8)} - {"3"}


class TestMark:
    async def test_a_second_command_with_a_mark_writes_nothing(
        self, on: Ground
    ) -> None:
        await on.do(lambda: on.things.insert_one(thing("a")))

        with pytest.raises(MarkTaken):
            await on.do(lambda: on.things.insert_one(thing("b")))

        assert await on.names() == ["a"]

    async def test_of_many_at_once_one_is_done(self, on: Ground) -> None:
        async def one(number: int) -> bool:
            try:
                await on.do(lambda: on.things.insert_one(thing(f"{number}")))
            except MarkTaken:
                return False
            return True

        done = await asyncio.gather(*(one(number) for number in range(16)))

        assert done.count(True) == 1
        assert len(await on.names()) == 1

    async def test_is_there_before_what_no_transaction_takes_back(
        self, on: Ground
    ) -> None:
        sent: list[str] = []

        async def command() -> None:
            await claimed()
            sent.append("sent")

        await on.do(command)
        with pytest.raises(MarkTaken):
            await on.do(command)

        assert sent == ["sent"]
