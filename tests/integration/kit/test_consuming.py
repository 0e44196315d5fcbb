"""Consumption: many that wait, members that come, what hangs, and what is counted."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from prometheus_client import generate_latest

from kit.ids import new_id
from kit.messaging.delays import MongoDelays, delayed
from kit.messaging.envelope import Told
from kit.messaging.held import Line
from kit.running import relays, workers
from tests.support.harness import Installation, eventually

from .thing import Heard, NewThing, Thing, ThingFact, Things

MANY, KEYS = 120, 12


def heard_of(it: Installation) -> Heard:
    heard = it.provided[Heard]
    assert isinstance(heard, Heard)
    return heard


async def counted(it: Installation, times: int) -> Thing:
    things = it.provided[Things]
    assert isinstance(things, Things)
    thing = await things.add(NewThing(name=str(new_id())[-20:]))
    for _ in range(times):
        thing = await things.count(thing)
    return thing


async def waiting_count(it: Installation) -> int:
    documents = it.platform.collection("tests", "delayed")
    count: int = await documents.count_documents({})
    return count


class TestWhatWaits:
    async def test_keeps_its_order_beyond_what_one_round_takes(
        self, it: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.inbox.RETRIED", 7)
        heard = heard_of(it)
        ill, other, well = [await counted(it, 0) for _ in range(3)]
        heard.fails = lambda told: (
            told.fact.count == 1
            and told.fact.thing_id
            in (
                ill.id,
                other.id,
            )
        )
        things = it.provided[Things]
        assert isinstance(things, Things)
        for _ in range(MANY):
            ill = await things.count(ill)
        other, well = await things.count(other), await things.count(well)

        async with it.working():

            async def all_wait() -> bool:
                return await waiting_count(it) >= MANY + 1

            await eventually(all_wait, seconds=30)
            before = heard.counts(ill.id), heard.counts(well.id)
            heard.fails = lambda _: False

            async def nothing_waits() -> bool:
                return await waiting_count(it) == 0

            await eventually(nothing_waits, seconds=60)

        assert before == ([0], [0, 1])
        assert heard.counts(ill.id) == list(range(MANY + 1))
        assert heard.counts(other.id) == [0, 1]

    async def test_stays_in_kafka_when_too_many_keys_wait(
        self, it: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.inbox.KEYS_MAX", 3)
        heard = heard_of(it)
        for _ in range(KEYS):
            await counted(it, 0)
        heard.fails = lambda _: True

        async with it.working():

            async def some_wait() -> bool:
                return await waiting_count(it) >= 3

            await eventually(some_wait)
            await counted(it, 1)
            await asyncio.sleep(1)
            heard.fails = lambda _: False

            async def all_took_effect() -> bool:
                return len(heard.told) >= KEYS + 2

            await eventually(all_took_effect, seconds=60)

        assert Counter(told.id for told in heard.told).most_common(1)[0][1] == 1

    async def test_is_learnt_by_key_and_never_by_record(self, it: Installation) -> None:
        delays = MongoDelays(it.platform.collection("tests", "delayed"), group="g")
        at = it.platform.clock()
        later = at + timedelta(seconds=5)
        records = [
            _Plain(offset=offset, key=key)
            for offset, key in enumerate([b"a", b"b", b"a", b"a", None, b"b"])
        ]
        aside = [delayed(record, at=at) for record in records]
        await delays.add(aside)
        await delays.add(aside)

        held = {one.line.key: one.waiting for one in await delays.held([("t", 0)])}
        first = await delays.first([Line("t", 0, b"a"), Line("t", 0, None)], limit=3)
        foreign = await delays.held([("t", 1)])

        assert held == {b"a": 3, b"b": 2, None: 1}
        assert {one.offset for one in first} == {4, 0, 2}
        assert [one.offset for one in first if one.key == b"a"] == [0, 2]
        assert foreign == []
        assert all(one.due_at < later for one in first)


class _Plain:
    """A record as it is read, without its broker."""

    topic, partition = "t", 0
    value: bytes | None = b"{}"
    headers: Sequence[tuple[str, bytes | None]] = ()

    def __init__(self, *, offset: int, key: bytes | None) -> None:
        self.offset = offset
        self.key = key


class Slow(Heard):
    """Takes its time for every batch."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self.is_working = asyncio.Event()

    async def on_facts(self, batch: Sequence[Told[ThingFact]]) -> None:
        self.is_working.set()
        await asyncio.sleep(self._seconds)
        await super().on_facts(batch)


class TestARebalance:
    async def test_lets_the_batch_in_flight_finish_and_repeats_no_effect(
        self, it: Installation
    ) -> None:
        """A second member comes while the first one works, and goes again."""
        made = [await counted(it, 4) for _ in range(12)]
        slow, second = Slow(1.5), Slow(0.2)
        told = {**it.provided, Heard: slow}
        also = {**it.provided, Heard: second}

        async with (
            relays(it.platform, it.services),
            workers(it.platform, it.services, told),
        ):
            async with asyncio.timeout(20):
                await slow.is_working.wait()
            async with workers(it.platform, it.services, also):
                while not second.told:
                    made.append(await counted(it, 4))
                    await asyncio.sleep(0.2)
            made += [await counted(it, 4) for _ in range(12)]

            async def all_took_effect() -> bool:
                return len(slow.told) + len(second.told) >= len(made) * 5

            await eventually(all_took_effect, seconds=40)
            await asyncio.sleep(1)

        effects = Counter(one.id for one in (*slow.told, *second.told))
        assert len(effects) == len(made) * 5
        assert set(effects.values()) == {1}


class TestAHandlerThatHangs:
    async def test_fails_in_the_end_and_holds_up_its_own_key_alone(
        self, it: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.inbox.HANDLER_SECONDS", 0.3)
        ill, well = await counted(it, 1), await counted(it, 1)
        hanging = Hanging(ill.id)
        provided = {**it.provided, Heard: hanging}

        async with (
            relays(it.platform, it.services),
            workers(it.platform, it.services, provided),
        ):

            async def well_took_effect() -> bool:
                return hanging.counts(well.id) == [0, 1]

            await eventually(well_took_effect, seconds=30)


class Hanging(Heard):
    """Never ends for one thing."""

    def __init__(self, thing_id: UUID) -> None:
        super().__init__()
        self._thing_id = thing_id

    async def on_facts(self, batch: Sequence[Told[ThingFact]]) -> None:
        if any(told.fact.thing_id == self._thing_id for told in batch):
            await asyncio.Event().wait()
        await super().on_facts(batch)


class TestFigures:
    async def test_they_tell_lag_age_attempts_and_what_waits(
        self, it: Installation
    ) -> None:
        heard = heard_of(it)
        thing = await counted(it, 2)
        heard.fails = lambda told: told.fact.count == 1
        outbox = f"{it.platform.mongo.full_name('tests')}.things"

        async with it.working():

            async def waits() -> bool:
                return await waiting_count(it) == 2

            async def nothing_is_unpublished() -> bool:
                age = f'maillage_pending_age_seconds{{outbox="{outbox}"}} 0.0'
                return age in generate_latest().decode()

            await eventually(waits)
            # Told by a look, and each outbox has one every two to four seconds.
            await eventually(nothing_is_unpublished)
            await asyncio.sleep(3)
            during = generate_latest().decode()
            heard.fails = lambda _: False

            async def all_took_effect() -> bool:
                return heard.counts(thing.id) == [0, 1, 2]

            await eventually(all_took_effect)
            await asyncio.sleep(0.5)
            after = generate_latest().decode()
        ended = generate_latest().decode()

        group = f"{it.platform.prefix}tests.things"
        assert f'maillage_lag_records{{group="{group}"' in during
        assert 'maillage_records_waiting{group="tests.things"} 2.0' in during
        assert 'maillage_keys_held{group="tests.things"} 1.0' in during
        assert f'maillage_pending_age_seconds{{outbox="{outbox}"}} 0.0' in during
        assert 'maillage_relay_leads{relay="tests"} 1.0' in during
        assert f'maillage_record_age_seconds_count{{group="{group}"}}' in during
        assert 'maillage_records_waiting{group="tests.things"} 0.0' in after
        assert 'maillage_attempts_count{group="tests.things",outcome="done"}' in after
        assert f'maillage_lag_records{{group="{group}"' not in ended
        assert 'maillage_relay_leads{relay="tests"} 0.0' in ended
