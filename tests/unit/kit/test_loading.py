"""Reads by id that are asked for at once go together, and never join one that is out."""

import asyncio
from typing import Any, cast

import pytest

from kit.mongo import Collection, Loader


class Cursor:
    def __init__(self, documents: "Documents", ids: list[str]) -> None:
        self._documents, self._ids = documents, ids

    def batch_size(self, _: int) -> "Cursor":
        return self

    async def to_list(self, _: int) -> list[dict[str, Any]]:
        return await self._documents.answered(self._ids)


class Documents:
    """Answers when it is let, and remembers what each trip asked for."""

    def __init__(self, *known: str) -> None:
        self.known = set(known)
        self.trips: list[set[str]] = []
        self.may_answer = asyncio.Event()
        self.fails = False

    async def find_one(self, query: dict[str, Any]) -> dict[str, Any] | None:
        found = await self.answered([query["_id"]])
        return found[0] if found else None

    def find(self, query: dict[str, Any]) -> Cursor:
        return Cursor(self, query["_id"]["$in"])

    async def answered(self, ids: list[str]) -> list[dict[str, Any]]:
        self.trips.append(set(ids))
        await self.may_answer.wait()
        if self.fails:
            raise ConnectionError
        return [{"_id": one} for one in ids if one in self.known]


def loader(documents: Documents) -> Loader:
    return Loader(cast("Collection", documents))


async def begun(*asked: "asyncio.Task[Any]") -> None:
    for _ in range(3 * len(asked)):
        await asyncio.sleep(0)


async def test_who_asks_while_one_is_out_goes_with_the_next() -> None:
    documents = Documents("a", "b")
    loading = loader(documents)

    first = asyncio.ensure_future(loading.find("a"))
    await begun(first)
    others = [asyncio.ensure_future(loading.find(one)) for one in ("a", "b", "c", "a")]
    await begun(*others)
    documents.may_answer.set()

    assert await first == {"_id": "a"}
    assert await asyncio.gather(*others) == [
        {"_id": "a"},
        {"_id": "b"},
        None,
        {"_id": "a"},
    ]
    assert documents.trips == [{"a"}, {"a", "b", "c"}]


async def test_an_absent_store_is_told_to_each() -> None:
    documents = Documents("a")
    loading = loader(documents)
    documents.fails = True

    asked = [asyncio.ensure_future(loading.find("a")) for _ in range(3)]
    await begun(*asked)
    documents.may_answer.set()

    told = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(one) for one in told] == [ConnectionError] * 3


async def test_who_gives_up_takes_nobody_along() -> None:
    documents = Documents("a")
    loading = loader(documents)

    leaving = asyncio.ensure_future(loading.find("a"))
    staying = asyncio.ensure_future(loading.find("a"))
    await begun(leaving, staying)
    leaving.cancel()
    documents.may_answer.set()

    assert await staying == {"_id": "a"}
    with pytest.raises(asyncio.CancelledError):
        await leaving
