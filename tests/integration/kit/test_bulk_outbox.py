"""What many new things tell at once waits beside them, and leaves first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from kit.bulk_outbox import EVENTS_MAX, EVENTS_MIN, bulk_name
from kit.clock import now
from kit.ids import new_id
from kit.messaging.outboxes import MongoBulkOutbox, MongoOutbox
from kit.mongo import Collection, MongoError
from kit.running import relays
from kit.storage import Aggregates
from tests.support.harness import Installation, eventually

from .test_relay import read, sequences
from .thing import TOPIC, Thing, ThingAdded, ThingCounted

MANY = 2 * EVENTS_MAX + 1


@dataclass(frozen=True)
class Bulk:
    """Things whose first events may wait apart, and both outboxes."""

    things: Aggregates[Thing]
    documents: Collection
    apart: Collection

    @classmethod
    def of(cls, it: Installation) -> "Bulk":
        things = it.platform.aggregates(
            "tests", "things", Thing, source="tests", tells_in_bulk=True
        )
        apart = it.platform.collection("tests", bulk_name("things"))
        return cls(things, things.documents, apart)

    async def add(self, things: Sequence[Thing]) -> int:
        told = [(one, [ThingAdded(thing_id=one.id, count=0)]) for one in things]
        return await self.things.add_many(told, at=now())

    async def count(self, thing: Thing) -> Thing:
        after = thing.model_copy(update={"count": thing.count + 1})
        fact = ThingCounted(thing_id=thing.id, count=after.count)
        return await self.things.change(thing, after, fact, at=now())

    async def stored(self, thing: Thing) -> Thing:
        found = await self.things.find({"_id": thing.id})
        assert found is not None
        return found

    async def parcels(self) -> list[dict[str, Any]]:
        return await self.apart.find().sort("_id", 1).to_list(None)

    @property
    def outbox(self) -> MongoOutbox:
        return MongoOutbox(self.documents, first=self.apart)


@pytest.fixture
def bulk(it: Installation) -> Bulk:
    return Bulk.of(it)


def many(count: int) -> list[Thing]:
    return [Thing(name=str(new_id())) for _ in range(count)]


class TestInsert:
    async def test_events_of_many_wait_apart_in_their_order(self, bulk: Bulk) -> None:
        things = many(MANY)

        added = await bulk.add(things)

        parcels = await bulk.parcels()
        keys = [entry["key"] for one in parcels for entry in one["pending"]]
        assert added == MANY
        assert [len(one["pending"]) for one in parcels] == [EVENTS_MAX, EVENTS_MAX, 1]
        assert keys == [str(one.id) for one in things]
        assert await bulk.documents.count_documents({"pending": []}) == MANY
        assert (await bulk.stored(things[0])).sequence == 1

    async def test_those_of_few_wait_where_they_belong(self, bulk: Bulk) -> None:
        await bulk.add(many(EVENTS_MIN - 1))

        assert await bulk.parcels() == []
        waiting = {"pending.0": {"$exists": True}}
        assert await bulk.documents.count_documents(waiting) == EVENTS_MIN - 1

    async def test_what_is_there_already_tells_nothing_again(self, bulk: Bulk) -> None:
        things = many(MANY)
        await bulk.add(things[:2])

        added = await bulk.add(things)

        found = await bulk.documents.find().to_list(None)
        assert added == MANY - 2
        assert await bulk.parcels() == []
        assert [len(one["pending"]) for one in found] == [1] * MANY

    async def test_after_a_crash_the_same_again_adds_what_is_missing(
        self, bulk: Bulk
    ) -> None:
        things = many(MANY)
        await bulk.add(things)
        parcels = await bulk.parcels()
        more = [*things, *many(EVENTS_MIN)]

        added = [await bulk.add(things), await bulk.add(more)]

        assert added == [0, EVENTS_MIN]
        assert await bulk.parcels() == parcels
        assert await bulk.documents.count_documents({}) == MANY + EVENTS_MIN

    async def test_no_parcel_is_too_large_for_a_document(
        self, bulk: Bulk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.bulk_outbox.PARCEL_BYTES_MAX", 1_000)
        await bulk.add(many(EVENTS_MIN))

        sizes = [
            sum(len(entry["data"]) for entry in one["pending"])
            for one in await bulk.parcels()
        ]
        assert max(sizes) <= 1_000
        assert len(sizes) > 1

    async def test_it_is_all_or_nothing(
        self, bulk: Bulk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def fail(*_: Any, **__: Any) -> None:
            raise MongoError

        writer = bulk.things._bulk
        assert writer is not None
        monkeypatch.setattr(writer._waiting, "insert_many", fail)
        with pytest.raises(MongoError):
            await bulk.add(many(MANY))

        assert await bulk.documents.count_documents({}) == 0


class TestOutbox:
    async def test_what_follows_waits_until_the_first_has_left(
        self, bulk: Bulk
    ) -> None:
        things = many(EVENTS_MIN)
        await bulk.add(things)
        await bulk.count(await bulk.stored(things[0]))
        new = many(1)
        await bulk.add(new)

        before = await bulk.outbox.waiting(10)
        parcels = MongoBulkOutbox(bulk.apart)
        [parcel] = await parcels.waiting(10)
        first, *others = [entry["id"] for entry in parcel.entries]
        await parcels.trim([parcel.document_id], others)
        still = await bulk.outbox.waiting(10)
        await parcels.trim([parcel.document_id], [first])
        after = await bulk.outbox.waiting(10)
        but_the_new = await bulk.outbox.waiting(10, but=[new[0].id])

        assert [one.document_id for one in before] == [new[0].id]
        assert [one.document_id for one in still] == [new[0].id]
        assert [one.document_id for one in after] == [things[0].id, new[0].id]
        assert [one.document_id for one in but_the_new] == [things[0].id]
        assert await bulk.parcels() == []

    async def test_what_kafka_never_takes_is_set_aside_and_nothing_is_left(
        self, bulk: Bulk
    ) -> None:
        await bulk.add(many(EVENTS_MIN))
        parcels = MongoBulkOutbox(bulk.apart)
        [parcel] = await parcels.waiting(10)

        for entry in parcel.entries:
            await parcels.refuse(parcel.document_id, entry)

        refused = bulk.apart.database["outbox_refused"]
        assert await refused.count_documents({}) == EVENTS_MIN
        assert await bulk.parcels() == []

    async def test_all_leave_and_each_thing_is_told_in_order(
        self, it: Installation, bulk: Bulk
    ) -> None:
        things = many(MANY)
        await bulk.add(things)
        changed = await bulk.count(await bulk.stored(things[-1]))

        async def is_told() -> bool:
            waiting = {"pending.0": {"$exists": True}}
            return not (
                await bulk.parcels() or await bulk.documents.count_documents(waiting)
            )

        async with relays(it.platform, it.services):
            await eventually(is_told, seconds=20)

        records = await read(it, TOPIC, MANY + 1)
        assert len({record.key for record in records}) == MANY
        assert sequences(records, changed.id) == [1, 2]
