"""The relay: what it sets aside, who takes over from it, and what breaks beneath it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import OutOfOrderSequenceNumber

from kit.ids import new_id
from kit.messaging.bell import ChangeStreamBell
from kit.messaging.bus import KafkaBus
from kit.messaging.envelope import Outgoing
from kit.messaging.lease import MongoLease
from kit.messaging.outboxes import MongoOutbox, MongoSurvey, Surveyed
from kit.messaging.ports import Bus, Published
from kit.messaging.relay import Relay
from kit.messaging.ring import Ring
from kit.messaging.topics import TopicPlan, ensure
from kit.metrics import REFUSED, REPLACED
from kit.mongo import Mongo, MongoError, OperationFailure
from kit.outbox import EVENT_BYTES_MAX, EventTooLarge
from kit.running import relays
from tests.support.harness import Installation, eventually

from .thing import TOPIC, TYPE, NewThing, Thing, ThingFact, Things

LEASE = timedelta(seconds=1)


class ThingTold(ThingFact):
    """A fact as long as one likes."""

    type: ClassVar[str] = f"{TYPE}.thing.told.v1"

    text: str


class Counted:
    """An outbox that counts what is trimmed through it."""

    def __init__(self, outbox: MongoOutbox) -> None:
        self._outbox = outbox
        self.name = outbox.name
        self.trimmed: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outbox, name)

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        self.trimmed += event_ids
        await self._outbox.trim(document_ids, event_ids)


class Frozen:
    """A bus whose process is frozen before the batch leaves, until it is woken."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self.calls = 0
        self.is_frozen = asyncio.Event()
        self.wakes = asyncio.Event()

    async def publish(self, records: Sequence[Outgoing]) -> Published:
        self.calls += 1
        self.is_frozen.set()
        await self.wakes.wait()
        return await self._bus.publish(records)


class Silent:
    """A bell that never rings."""

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.05))


def things_of(it: Installation) -> Things:
    things = it.provided[Things]
    assert isinstance(things, Things)
    return things


async def counted(it: Installation, times: int) -> Thing:
    thing = await things_of(it).add(NewThing(name=str(new_id())[-20:]))
    for _ in range(times):
        thing = await things_of(it).count(thing)
    return thing


def lease_of(it: Installation) -> MongoLease:
    leases = it.platform.collection("tests", "leases")
    return MongoLease(leases, "relay", length=LEASE)


@asynccontextmanager
async def bus_of(it: Installation) -> AsyncIterator[KafkaBus]:
    bus = KafkaBus(it.platform.settings.kafka.bootstrap_servers, client_id="tried")
    try:
        yield bus
    finally:
        await bus.close()


def relay_of(
    it: Installation,
    bus: Bus,
    *,
    lease: MongoLease | None = None,
    outbox: Counted | None = None,
) -> Relay:
    return Relay(
        outboxes=[outbox or MongoOutbox(things_of(it).things.documents)],
        bus=bus,
        bell=Silent(),
        lease=lease or lease_of(it),
        prefix=it.platform.prefix,
    )


async def read(it: Installation, topic: str, count: int) -> list[Any]:
    """Return the first records of a topic, in the order of each partition."""
    consumer = AIOKafkaConsumer(
        it.platform.prefix + topic,
        bootstrap_servers=it.platform.settings.kafka.bootstrap_servers,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        async with asyncio.timeout(15):
            return [await consumer.getone() for _ in range(count)]
    finally:
        await consumer.stop()


def sequences(records: Sequence[Any], thing_id: UUID) -> list[int]:
    return [
        int(dict(record.headers)["ce_sequence"])
        for record in records
        if record.key == str(thing_id).encode()
    ]


async def pending_of(it: Installation, thing_id: UUID) -> list[Any]:
    found = await things_of(it).things.documents.find_one({"_id": thing_id})
    assert found is not None
    pending: list[Any] = found["pending"]
    return pending


class TestWhatIsTooLarge:
    async def test_is_refused_when_it_is_written_and_changes_nothing(
        self, it: Installation
    ) -> None:
        things = things_of(it)
        thing = await things.add(NewThing(name="a"))
        after = thing.model_copy(update={"count": 1})
        fact = ThingTold(thing_id=thing.id, count=1, text="x" * EVENT_BYTES_MAX)

        with pytest.raises(EventTooLarge) as refusal:
            await things.things.change(thing, after, fact, at=things.clock())

        assert refusal.value.status == 413
        assert refusal.value.facts["limit"] == EVENT_BYTES_MAX
        assert await things.get(thing.id) == thing
        assert len(await pending_of(it, thing.id)) == 1

    async def test_takes_nobody_along_when_many_are_added(
        self, it: Installation
    ) -> None:
        things = things_of(it)
        added = [Thing(name=f"n{place}") for place in range(3)]
        facts = [
            ThingTold(thing_id=one.id, count=0, text="x" * size)
            for one, size in zip(added, (1, EVENT_BYTES_MAX, 1), strict=True)
        ]

        with pytest.raises(EventTooLarge):
            await things.things.add_many(
                [(one, [fact]) for one, fact in zip(added, facts, strict=True)],
                at=things.clock(),
            )

        assert await things.things.count({}) == 0

    async def test_is_set_aside_when_somebody_wrote_it_by_hand(
        self, it: Installation
    ) -> None:
        ill, well = await counted(it, 1), await counted(it, 2)
        documents = things_of(it).things.documents
        [first, *_] = await pending_of(it, ill.id)
        by_hand = first | {"id": new_id(), "data": "x" * 2**21}
        without_topic = {"id": new_id(), "data": "{}", "at": first["at"]}
        pushed = {"$each": [by_hand, without_topic], "$position": 1}
        await documents.update_one({"_id": ill.id}, {"$push": {"pending": pushed}})
        name = f"{documents.database.name}.things"
        refused_before = REFUSED.labels(name)._value.get()

        async with bus_of(it) as bus:
            moved = await relay_of(it, bus).step()

        told = await read(it, TOPIC, 5)
        aside = await documents.database["outbox_refused"].find().to_list(None)
        assert moved == 7
        assert sequences(told, ill.id) == [1, 2]
        assert sequences(told, well.id) == [1, 2, 3]
        assert await pending_of(it, ill.id) == []
        assert {one["_id"] for one in aside} == {by_hand["id"], without_topic["id"]}
        assert {one["document"] for one in aside} == {ill.id}
        assert REFUSED.labels(name)._value.get() == refused_before + 2

    async def test_is_told_apart_from_its_neighbours_by_the_broker_too(
        self, it: Installation
    ) -> None:
        """The broker judges whole batches: small ones beside a large one are sent."""
        small = {"max.message.bytes": "20000"}
        plan = TopicPlan(f"{it.platform.prefix}tn.small", 1, small)
        servers = it.platform.settings.kafka.bootstrap_servers
        await ensure(servers, [plan], replicas=1)
        values = [b"1", b"2", b"x" * 50_000, b"3", b"y" * 30_000, b"4"]
        records = [Outgoing(plan.name, b"k", value, []) for value in values]

        async with bus_of(it) as bus:
            published = await bus.publish(records)
            later = await bus.publish([Outgoing(plan.name, b"k", b"5", [])])

        told = [record.value for record in await read(it, "tn.small", 5)]
        assert published.refused == {2, 4}
        assert published.acknowledged == {0, 1, 3, 5}
        assert later.acknowledged == {0}
        assert told == [b"1", b"2", b"3", b"4", b"5"]


class TestSurvey:
    async def test_names_the_outboxes_where_something_waits(
        self, it: Installation
    ) -> None:
        things = things_of(it).things.documents
        others = [things.database[name] for name in ("things.removed", "absent")]
        elsewhere = it.platform.collection("elsewhere", "things")
        await elsewhere.insert_one({"_id": 1, "pending": [{"at": it.platform.clock()}]})
        outboxes = [MongoOutbox(one) for one in (things, *others, elsewhere)]
        survey = MongoSurvey(outboxes)

        before = await survey.waiting()
        await counted(it, 1)
        after = await survey.waiting()
        async with bus_of(it) as bus:
            await relay_of(it, bus).step()
        trimmed = await survey.waiting()

        assert before == trimmed == {outboxes[-1].name}
        assert after == {outboxes[0].name, outboxes[-1].name}

    async def test_a_bell_that_stands_for_all_says_where_to_look(
        self, it: Installation
    ) -> None:
        outbox = MongoOutbox(things_of(it).things.documents)
        ring = Ring()
        bell = Surveyed(ring, MongoSurvey([outbox]))
        await counted(it, 1)

        ring.ring()
        everywhere = await bell.wait(0)
        ring.ring("somewhere")
        somewhere = await bell.wait(0)

        assert everywhere == {outbox.name: None}
        assert somewhere == {"somewhere": None}

    async def test_without_the_store_all_are_looked_into(
        self, it: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        survey = MongoSurvey([MongoOutbox(things_of(it).things.documents)])

        async def fail() -> set[str]:
            raise MongoError

        monkeypatch.setattr(survey, "waiting", fail)
        ring = Ring()
        ring.ring()

        assert await Surveyed(ring, survey).wait(0) is None


class TestManyEvents:
    async def test_of_one_document_leave_in_order_whatever_their_number(
        self, it: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.outboxes.ENTRIES_MAX", 3)
        monkeypatch.setattr("kit.messaging.outboxes.BATCH_ENTRIES_MAX", 4)
        hot, cold = await counted(it, 9), await counted(it, 1)

        async with bus_of(it) as bus:
            relay = relay_of(it, bus)
            steps = [await relay.step() for _ in range(6)]

        told = await read(it, TOPIC, 12)
        assert max(steps) <= 6
        assert sequences(told, hot.id) == list(range(1, 11))
        assert sequences(told, cold.id) == [1, 2]


class TestTakeover:
    async def test_after_a_kill_the_next_one_starts_when_the_lease_ends(
        self, it: Installation
    ) -> None:
        async with bus_of(it) as bus:
            first, second = relay_of(it, bus), relay_of(it, bus)
            killed = asyncio.create_task(first.run(asyncio.Event()))

            async def works() -> bool:
                return first.leads

            await eventually(works)
            killed.cancel()
            await asyncio.wait({killed})
            thing = await counted(it, 3)
            at_once = await second.step()

            async def is_taken_over() -> bool:
                return await second.step() > 0

            await eventually(is_taken_over, seconds=5)

        assert at_once == 0
        assert await pending_of(it, thing.id) == []
        assert sequences(await read(it, TOPIC, 4), thing.id) == [1, 2, 3, 4]

    async def test_a_relay_woken_from_a_freeze_repeats_one_batch_and_trims_nothing(
        self, it: Installation
    ) -> None:
        thing = await counted(it, 2)
        documents = things_of(it).things.documents
        outboxes = [Counted(MongoOutbox(documents)) for _ in range(2)]
        async with bus_of(it) as bus, bus_of(it) as other:
            frozen = Frozen(bus)
            sleeper = relay_of(it, frozen, outbox=outboxes[0])
            heir = relay_of(it, other, outbox=outboxes[1])
            step = asyncio.create_task(sleeper.step())
            await frozen.is_frozen.wait()

            async def is_taken_over() -> bool:
                return await heir.step() > 0

            await eventually(is_taken_over, seconds=5)
            later = await things_of(it).count(thing)
            await heir.step()
            frozen.wakes.set()
            moved = [await step, await sleeper.step()]

        told = await read(it, TOPIC, 7)
        assert moved == [0, 0]
        assert outboxes[0].trimmed == []
        assert frozen.calls == 1
        assert sequences(told, thing.id) == [1, 2, 3, 4, 1, 2, 3]
        assert await pending_of(it, later.id) == []

    async def test_a_batch_that_takes_long_keeps_its_lease(
        self, it: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.relay.KEEP_SECONDS", 0.1)
        thing = await counted(it, 1)
        outbox = Counted(MongoOutbox(things_of(it).things.documents))
        async with bus_of(it) as bus:
            slow = Frozen(bus)
            relay, waiting = relay_of(it, slow, outbox=outbox), relay_of(it, bus)
            stop = asyncio.Event()
            running = asyncio.create_task(relay.run(stop))
            await slow.is_frozen.wait()
            taken = []
            for _ in range(20):
                await asyncio.sleep(2 * LEASE.total_seconds() / 20)
                taken.append(await waiting.step())
            slow.wakes.set()

            async def is_trimmed() -> bool:
                return len(outbox.trimmed) == 2

            await eventually(is_trimmed)
            stop.set()
            await running

        assert set(taken) == {0}
        assert sequences(await read(it, TOPIC, 2), thing.id) == [1, 2]


class TestAStuckProducer:
    async def test_is_replaced_and_nothing_is_lost_or_out_of_order(
        self, it: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A producer that has lost a sequence number never recovers."""
        stuck: list[AIOKafkaProducer] = []
        send = AIOKafkaProducer.send

        async def out_of_order(self: Any, *args: Any, **options: Any) -> Any:
            future = await send(self, *args, **options)
            if not stuck:
                stuck.append(self)
            if self in stuck:
                await asyncio.wait({future})
                refused: asyncio.Future[object] = asyncio.Future()
                refused.set_exception(OutOfOrderSequenceNumber())
                return refused
            return future

        thing = await counted(it, 5)
        replaced = REPLACED.labels("tried")._value.get()
        async with bus_of(it) as bus:
            relay = relay_of(it, bus)
            monkeypatch.setattr(AIOKafkaProducer, "send", out_of_order)
            steps = [await relay.step(), await relay.step()]

        told = sequences(await read(it, TOPIC, 12), thing.id)
        assert steps == [0, 6]
        assert REPLACED.labels("tried")._value.get() == replaced + 1
        assert told == [1, 2, 3, 4, 5, 6] * 2
        assert await pending_of(it, thing.id) == []


class TestTheBell:
    @pytest.mark.parametrize("more", [(), ("third",)], ids=["apart", "together"])
    async def test_rings_for_the_databases_that_changed_and_for_no_other(
        self, it: Installation, more: tuple[str, ...]
    ) -> None:
        """A few databases have a stream each, many share one."""
        mongo = it.platform.mongo
        async with ChangeStreamBell(mongo, ["tests", "other", *more]) as bell:
            ours, others = bell.ring_for(["tests"]), bell.ring_for(["other"])
            loop = asyncio.get_running_loop()
            await asyncio.sleep(1.5)
            await asyncio.gather(ours.wait(0), others.wait(0))
            began_at = loop.time()
            await counted(it, 0)
            await ours.wait(5)
            rung_after = loop.time() - began_at
            await others.wait(0.5)

        assert rung_after < 1
        assert loop.time() - began_at > rung_after + 0.4

    @pytest.mark.parametrize(
        "more", [(), ("other", "third")], ids=["apart", "together"]
    )
    async def test_what_is_new_comes_with_what_it_has_to_tell(
        self, it: Installation, more: tuple[str, ...]
    ) -> None:
        outbox = MongoOutbox(things_of(it).things.documents)
        async with ChangeStreamBell(it.platform.mongo, ["tests", *more]) as bell:
            ring = bell.ring_for(["tests"])
            await ring.wait(5)  # it is opened, and stands for all
            thing = await counted(it, 0)
            new = await ring.wait(5)
            waiting = await outbox.waiting(10)
            await things_of(it).count(thing)
            changed = await ring.wait(5)

        assert len(waiting) == 1
        assert new == {outbox.name: waiting}
        assert changed == {outbox.name: None}

    async def test_a_lost_place_in_the_oplog_costs_latency_alone(
        self, it: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls = 0

        def lost(*_: Any, **__: Any) -> Any:
            nonlocal calls
            calls += 1
            raise OperationFailure("the resume point is no longer there", code=286)

        monkeypatch.setattr(Mongo, "changes", lost)
        async with relays(it.platform, it.services):
            await asyncio.sleep(0.5)
            thing = await counted(it, 1)

            async def is_told() -> bool:
                return await pending_of(it, thing.id) == []

            await eventually(is_told, seconds=6)

        assert calls > 1
        assert sequences(await read(it, TOPIC, 2), thing.id) == [1, 2]

    async def test_a_killed_cursor_is_opened_again(self, it: Installation) -> None:
        admin = it.platform.mongo.database("tests").client["admin"]
        async with relays(it.platform, it.services):
            await asyncio.sleep(1)
            killed = await _kill_streams(admin, it.platform.mongo.full_name("tests"))
            await asyncio.sleep(1.5)
            loop = asyncio.get_running_loop()
            began_at = loop.time()
            thing = await counted(it, 0)

            async def is_told() -> bool:
                return await pending_of(it, thing.id) == []

            await eventually(is_told, seconds=5, every=0.02)
            told_after = loop.time() - began_at

        assert killed >= 1
        assert told_after < 1


async def _kill_streams(admin: Any, database: str) -> int:
    """Kill the cursors of the change streams on a database, and count them."""
    look = [{"$currentOp": {"idleCursors": True, "allUsers": True}}]
    killed = 0
    async for one in admin.aggregate(look):
        cursor = one.get("cursor") or {}
        origin = cursor.get("originatingCommand") or {}
        steps = origin.get("pipeline") or [{}]
        if origin.get("$db") == database and "$changeStream" in steps[0]:
            name = one["ns"].split(".", 1)[1]
            client = admin.client[database]
            await client.command("killCursors", name, cursors=[cursor["cursorId"]])
            killed += 1
    return killed
