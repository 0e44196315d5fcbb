"""HUB-10: a copy is what the newest fact says, in whatever order facts come."""

from uuid import UUID

import pytest
from pydantic import BaseModel

from kit.copies import overtake
from kit.ids import new_id
from kit.mongo import Collection
from tests.support.harness import Installation


class Copy(BaseModel):
    id: UUID
    name: str
    first_at: str | None = None


@pytest.fixture
def copies(it: Installation) -> Collection:
    return it.platform.collection("tests", "copies")


async def kept(copies: Collection, one: UUID) -> dict[str, object]:
    found = await copies.find_one({"_id": one})
    assert found is not None
    return dict(found)


class TestOvertaking:
    async def test_the_newest_of_a_batch_is_what_is_kept(
        self, copies: Collection
    ) -> None:
        one, other = new_id(), new_id()

        await overtake(
            copies,
            [
                (Copy(id=one, name="third"), 3),
                (Copy(id=other, name="$only"), 1),
                (Copy(id=one, name="second, late"), 2),
            ],
        )

        assert (await kept(copies, one))["name"] == "third"
        assert (await kept(copies, other))["name"] == "$only"

    async def test_a_later_batch_that_is_older_or_the_same_changes_nothing(
        self, copies: Collection
    ) -> None:
        one = new_id()
        await overtake(copies, [(Copy(id=one, name="fifth"), 5)])

        await overtake(copies, [(Copy(id=one, name="fourth, late"), 4)])
        await overtake(copies, [(Copy(id=one, name="another fifth"), 5)])

        assert await kept(copies, one) == {
            "_id": one,
            "name": "fifth",
            "first_at": None,
            "sequence": 5,
        }

    async def test_what_is_kept_outlives_newer_facts_and_comes_with_late_ones(
        self, copies: Collection
    ) -> None:
        one, other = new_id(), new_id()

        await overtake(
            copies,
            [
                (Copy(id=one, name="published", first_at="monday"), 1),
                (Copy(id=one, name="full"), 2),
                (Copy(id=other, name="full"), 2),
                (Copy(id=other, name="published, late", first_at="monday"), 1),
            ],
            kept=("first_at",),
        )

        for id_ in (one, other):
            assert await kept(copies, id_) == {
                "_id": id_,
                "name": "full",
                "first_at": "monday",
                "sequence": 2,
            }

    async def test_nothing_told_writes_nothing(self, copies: Collection) -> None:
        await overtake(copies, [])

        assert await copies.count_documents({}) == 0
