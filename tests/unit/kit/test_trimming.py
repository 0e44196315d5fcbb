"""What has left is trimmed beside the next look, and leaves once."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

import pytest

from kit.messaging.envelope import Outgoing
from kit.messaging.ports import Published, Rung, Waiting
from kit.messaging.relay import Relay
from kit.messaging.trimming import Trims
from kit.mongo import MongoError

from .relaying import Lease, entry, is_so


class Box:
    """An outbox whose trims take as long as they are told to."""

    name = "things"

    def __init__(self) -> None:
        self.waits: list[dict[str, Any]] = []
        self.may_trim = asyncio.Event()
        self.fails = 0
        self.looks = 0
        self.slow_look = 0

    async def waiting(self, limit: int, *, but: Collection[Any] = ()) -> list[Waiting]:
        self.looks += 1
        is_seen = bool(self.waits) and "a" not in but
        found = [Waiting("a", list(self.waits[:limit]))] if is_seen else []
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
        self.refuses = 0

    async def publish(self, records: Sequence[Outgoing]) -> Published:
        if self.refuses:
            self.refuses -= 1
            return Published(frozenset())
        headers = [dict(one.headers) for one in records]
        self.sent += [int(one["ce_sequence"] or 0) for one in headers]
        return Published(frozenset(range(len(records))))


class Restless:
    """A bell that has the relay look again and again."""

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.005))


def relay_of(box: Box, bus: Bus) -> Relay:
    return Relay(outboxes=[box], bus=bus, bell=Restless(), lease=Lease())


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

    async def test_after_a_trim_that_failed_they_are_trimmed_and_not_told_again(
        self,
    ) -> None:
        box, bus, stop = Box(), Bus(), asyncio.Event()
        box.waits, box.fails = [entry(1)], 1
        box.may_trim.set()
        running = asyncio.create_task(relay_of(box, bus).run(stop))

        await is_so(lambda: not box.waits)
        stop.set()
        await running

        assert bus.sent == [1]

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


class Brings:
    """A bell that brings what comes into the box, once the relay has looked there."""

    def __init__(self, box: Box, stop: asyncio.Event, *rings: Rung) -> None:
        self._box = box
        self._stop = stop
        self._rings = list(rings)

    async def wait(self, seconds: float) -> Rung:
        assert seconds >= 0
        if not self._rings:
            self._stop.set()
            return {}
        rung = self._rings.pop(0)
        for one in rung.get("things") or ():
            self._box.waits = list(one.entries)
        return rung


class TestBrought:
    async def test_leaves_without_a_look_and_once(self) -> None:
        box, bus, stop = Box(), Bus(), asyncio.Event()
        box.may_trim.set()
        new = {"things": [Waiting("a", [entry(1)])]}
        bell = Brings(box, stop, new, new)

        await Relay(outboxes=[box], bus=bus, bell=bell, lease=Lease()).run(stop)

        assert bus.sent == [1]
        assert box.looks == 1

    async def test_when_the_bus_takes_nothing_it_is_looked_for(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.relay.STUCK_SECONDS", 0.01)
        box, bus, stop = Box(), Bus(), asyncio.Event()
        box.may_trim.set()
        bus.refuses = 1
        bell = Brings(box, stop, {"things": [Waiting("a", [entry(1)])]}, {})

        await Relay(outboxes=[box], bus=bus, bell=bell, lease=Lease()).run(stop)

        assert bus.sent == [1]
        assert box.looks == 2
        assert not box.waits


class TestTrims:
    async def test_what_leaves_together_is_trimmed_in_one_go(self) -> None:
        trims, box = Trims(), Recorded()
        await trims.add(box, ["a"], [1])
        await trims.add(box, ["b", "a"], [2, 3])
        gone = trims.gone("things")

        await trims.finish()

        assert gone == {1, 2, 3}
        assert box.trimmed == [(["a", "b"], [1, 2, 3])]
        assert trims.gone("things") == frozenset()
        assert trims.count == 0

    async def test_it_does_not_wait_to_be_told(self) -> None:
        trims, box = Trims(), Recorded()
        await trims.add(box, ["a"], [1])

        await is_so(lambda: bool(box.trimmed))

    async def test_what_left_while_a_trim_failed_is_trimmed_all_the_same(self) -> None:
        trims, box = Trims(), Recorded(fails=1)
        box.may_trim.clear()
        await trims.add(box, ["a"], [1])
        await is_so(lambda: box.is_trimming)
        await trims.add(box, ["b"], [2])
        box.may_trim.set()

        with pytest.raises(MongoError):
            await trims.finish()

        assert box.trimmed == [(["b"], [2])]
        assert trims.gone("things") == frozenset()

    async def test_it_knows_what_left_of_late_for_who_brings_it_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.trimming.PUBLISHED_MAX", 2)
        trims = Trims()
        await trims.add(Recorded(), ["a"], [1, 2, 3])
        await trims.finish()
        late = Waiting("a", [{"id": number} for number in (1, 2, 3)])

        waiting, left = trims.parted([late], gone=frozenset({2}))

        assert [entry["id"] for _, entry in waiting] == [1]
        assert [entry["id"] for _, entry in left] == [3]

    async def test_one_that_fails_does_not_let_go_of_the_others(self) -> None:
        trims, fails, slow = Trims(), Recorded(fails=1), Box()
        slow.name, slow.waits = "slow", [entry(1)]
        await trims.add(fails, ["b"], [2])
        await trims.add(slow, ["a"], [slow.waits[0]["id"]])
        finishing = asyncio.create_task(trims.finish())
        await is_so(lambda: fails.fails == 0)
        was_let = finishing.done()
        slow.may_trim.set()

        with pytest.raises(MongoError):
            await finishing

        assert not was_let
        assert not slow.waits


class Recorded(Box):
    """An outbox that notes its trims, after as many as fail."""

    def __init__(self, *, fails: int = 0) -> None:
        super().__init__()
        self.fails = fails
        self.may_trim.set()
        self.trimmed: list[tuple[list[Any], list[Any]]] = []
        self.is_trimming = False

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        self.is_trimming = True
        await self.may_trim.wait()
        if self.fails:
            self.fails -= 1
            raise MongoError
        self.trimmed.append((document_ids, event_ids))
