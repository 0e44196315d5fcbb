"""What has left is trimmed beside the next look, and leaves once."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from kit.ids import new_id
from kit.messaging.envelope import Outgoing
from kit.messaging.ports import Published, Waiting
from kit.messaging.relay import Relay
from kit.messaging.trimming import Trims
from kit.mongo import MongoError
from tests.support.harness import eventually

from .relaying import Lease

AT = datetime(2026, 11, 30, tzinfo=UTC)


def entry(sequence: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "type": "fr.things.counted.v1",
        "topic": "tn.things",
        "key": "a",
        "sequence": sequence,
        "at": AT,
        "source": "things",
        "data": "{}",
        "correlation_id": "c",
    }


class Box:
    """An outbox whose trims take as long as they are told to."""

    name = "things"

    def __init__(self) -> None:
        self.waits: list[dict[str, Any]] = []
        self.may_trim = asyncio.Event()
        self.fails = 0
        self.looks = 0
        self.slow_look = 0

    async def waiting(self, limit: int) -> list[Waiting]:
        self.looks += 1
        found = [Waiting("a", list(self.waits[:limit]))] if self.waits else []
        if self.looks == self.slow_look:
            self.may_trim.set()
            await is_so(lambda: not self.waits)
        return found

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        assert document_ids == ["a"]
        await self.may_trim.wait()
        if self.fails:
            self.fails -= 1
            raise MongoError
        self.waits = [one for one in self.waits if one["id"] not in event_ids]

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None:
        raise AssertionError(document_id, entry)


class Bus:
    def __init__(self) -> None:
        self.sent: list[int] = []

    async def publish(self, records: Sequence[Outgoing]) -> Published:
        headers = [dict(one.headers) for one in records]
        self.sent += [int(one["ce_sequence"] or 0) for one in headers]
        return Published(frozenset(range(len(records))))


class Restless:
    """A bell that has the relay look again and again."""

    async def wait(self, seconds: float) -> Collection[str] | None:
        await asyncio.sleep(min(seconds, 0.005))
        return None


def relay_of(box: Box, bus: Bus) -> Relay:
    return Relay(outboxes=[box], bus=bus, bell=Restless(), lease=Lease())


async def is_so(told: Callable[[], bool]) -> None:
    async def is_true() -> bool:
        return told()

    await eventually(is_true, seconds=5, every=0.005)


class TestRelay:
    async def test_looks_again_while_it_trims_and_publishes_only_what_is_new(
        self,
    ) -> None:
        box, bus, stop = Box(), Bus(), asyncio.Event()
        box.waits = [entry(1)]
        running = asyncio.create_task(relay_of(box, bus).run(stop))
        await is_so(lambda: bus.sent == [1])
        looks = box.looks
        await is_so(lambda: box.looks > looks + 2)
        box.waits.append(entry(2))
        await is_so(lambda: 2 in bus.sent)

        box.may_trim.set()
        await is_so(lambda: not box.waits)
        stop.set()
        await running

        assert bus.sent == [1, 2]

    async def test_a_look_that_ends_after_the_trim_publishes_nothing_again(
        self,
    ) -> None:
        box, bus, stop = Box(), Bus(), asyncio.Event()
        box.waits, box.slow_look = [entry(1)], 2
        running = asyncio.create_task(relay_of(box, bus).run(stop))

        await is_so(lambda: box.looks > 3)
        stop.set()
        await running

        assert bus.sent == [1]

    async def test_a_trim_that_fails_has_them_published_again(self) -> None:
        box, bus, stop = Box(), Bus(), asyncio.Event()
        box.waits, box.fails = [entry(1)], 1
        box.may_trim.set()
        running = asyncio.create_task(relay_of(box, bus).run(stop))

        await is_so(lambda: not box.waits)
        stop.set()
        await running

        assert bus.sent == [1, 1]

    async def test_told_to_stop_it_lets_a_trim_end(self) -> None:
        box, bus, stop = Box(), Bus(), asyncio.Event()
        box.waits = [entry(1)]
        running = asyncio.create_task(relay_of(box, bus).run(stop))
        await is_so(lambda: bus.sent == [1])

        stop.set()
        # Long enough for one that does not wait for its trim.
        await asyncio.sleep(0.05)
        is_waiting = not running.done()
        box.may_trim.set()
        await running

        assert is_waiting
        assert not box.waits

    async def test_a_step_has_trimmed_when_it_returns(self) -> None:
        box, bus = Box(), Bus()
        box.waits = [entry(1)]
        box.may_trim.set()

        assert await relay_of(box, bus).step() == 1
        assert not box.waits


class TestTrims:
    async def test_the_next_one_begins_though_the_one_before_failed(self) -> None:
        trims, done = Trims(), list[str]()

        async def fail() -> None:
            raise MongoError

        async def succeed() -> None:
            done.append("second")

        await trims.start("things", [1], fail)
        with pytest.raises(MongoError):
            await trims.start("things", [2], succeed)
        await trims.finish()

        assert done == ["second"]
        assert trims.gone("things") == frozenset()
