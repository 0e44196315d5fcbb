"""From a changed document to its effect: outbox, relay, Kafka, inbox, retry."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer

from kit.ids import new_id
from kit.messaging.bus import KafkaBus
from kit.messaging.deadletters import dead_topic, replay_topic
from kit.messaging.envelope import Outgoing
from kit.messaging.lease import MongoLease
from tests.support.harness import HOST, Installation, eventually

from .thing import TOPIC, Heard, NewThing, Things


def _heard(it: Installation) -> Heard:
    heard = it.provided[Heard]
    assert isinstance(heard, Heard)
    return heard


def _things(it: Installation) -> Things:
    things = it.provided[Things]
    assert isinstance(things, Things)
    return things


async def _counted(it: Installation, times: int) -> UUID:
    things = _things(it)
    thing = await things.add(NewThing(name=str(new_id())[:20]))
    for _ in range(times):
        thing = await things.count(thing)
    return thing.id


async def _read(it: Installation, topic: str, count: int) -> Sequence[Any]:
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=it.platform.settings.kafka.bootstrap_servers,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        return [await consumer.getone() for _ in range(count)]
    finally:
        await consumer.stop()


class TestRelay:
    async def test_publishes_in_order_and_trims(self, it: Installation) -> None:
        async with it.working():
            thing_id = await _counted(it, 20)

            async def is_told() -> bool:
                return len(_heard(it).counts(thing_id)) == 21

            await eventually(is_told)

        stored = await _things(it).things.documents.find_one({"_id": thing_id})
        assert stored is not None
        assert _heard(it).counts(thing_id) == list(range(21))
        assert stored["pending"] == []
        assert (stored["version"], stored["sequence"]) == (21, 21)

    async def test_writes_cloudevents_headers(self, it: Installation) -> None:
        async with it.working():
            thing_id = await _counted(it, 0)
            [record] = await _read(it, it.platform.prefix + TOPIC, 1)

        headers = {name: value.decode() for name, value in record.headers}
        assert record.key == str(thing_id).encode()
        assert headers["ce_specversion"] == "1.0"
        assert headers["ce_type"].endswith("thing.added.v1")
        assert headers["ce_subject"] == str(thing_id)
        assert headers["ce_sequence"] == "1"
        assert headers["ce_source"] == "/tests"
        assert headers["ce_dataschema"] == f"{HOST}/schemas/{headers['ce_type']}.json"
        assert str(UUID(headers["ce_id"])) == headers["ce_id"]

    async def test_one_holds_the_lease_and_tokens_grow(self, it: Installation) -> None:
        leases = it.platform.collection("tests", "leases")
        first = MongoLease(leases, "x", length=timedelta(seconds=1))
        second = MongoLease(leases, "x", length=timedelta(seconds=1))

        taken = await first.hold(), await second.hold()

        async def is_taken_over() -> bool:
            return await second.hold()

        await eventually(is_taken_over)
        assert taken == (True, False)
        assert second.token == first.token + 1


class TestInbox:
    async def test_a_failing_fact_waits_with_its_key_and_others_go_on(
        self, it: Installation
    ) -> None:
        heard = _heard(it)
        ill = await _counted(it, 3)
        heard.fails = lambda told: told.fact.thing_id == ill and told.fact.count == 1
        well = await _counted(it, 3)

        async with it.working():

            async def others_went_on() -> bool:
                return heard.counts(well) == [0, 1, 2, 3]

            await eventually(others_went_on)
            assert heard.counts(ill) == [0]
            heard.fails = lambda _: False

            async def all_took_effect() -> bool:
                return heard.counts(ill) == [0, 1, 2, 3]

            await eventually(all_took_effect)

    async def test_what_can_never_be_read_is_parked_with_its_cause(
        self, it: Installation
    ) -> None:
        good = {
            "ce_specversion": b"1.0",
            "ce_id": str(new_id()).encode(),
            "ce_type": b"fr.transition-numerique.tests.thing.added.v1",
            "ce_source": b"/tests",
            "ce_time": b"2026-11-26T09:58:03Z",
            "ce_sequence": b"1",
        }
        poison = [
            (b"{", good),
            (b'{"thing_id": "x", "count": 1}', good),
            (b"{}", good | {"ce_type": b"fr.transition-numerique.tests.odd.v9"}),
            (b"{}", good | {"odd": b"\xff\xfe"}),
            (b"{}", {}),
            (None, good),
        ]
        bus = KafkaBus(it.platform.settings.kafka.bootstrap_servers)
        topic = it.platform.prefix + TOPIC

        async with it.working():
            await bus.publish(
                [Outgoing(topic, b"k", value, list(h.items())) for value, h in poison]
            )
            thing_id = await _counted(it, 1)
            dead = await _read(
                it, dead_topic("tests.things", prefix=it.platform.prefix), len(poison)
            )

            async def neighbours_took_effect() -> bool:
                return _heard(it).counts(thing_id) == [0, 1]

            await eventually(neighbours_took_effect)
        await bus.close()

        reasons = sorted(dict(one.headers)["dead_reason"].decode() for one in dead)
        assert reasons == [
            "bad_json",
            "bad_schema",
            "header_missing",
            "header_not_utf8",
            "no_data",
            "unknown_type",
        ]

    async def test_a_replayed_record_reaches_its_group_alone(
        self, it: Installation
    ) -> None:
        async with it.working():
            thing_id = await _counted(it, 0)
            [record] = await _read(it, it.platform.prefix + TOPIC, 1)
            again = Outgoing(
                replay_topic("tests.things", prefix=it.platform.prefix),
                record.key,
                record.value,
                [*record.headers, ("ce_replayed", b"1")],
            )
            await it.platform.bus.publish_or_raise(again)

            async def is_told_twice() -> bool:
                return _heard(it).counts(thing_id) == [0, 0]

            await eventually(is_told_twice)

        assert [told.is_replayed for told in _heard(it).told] == [False, True]
