"""What a relay hears of the bell, and which outboxes it looks into then."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

import pytest

from kit.ids import new_id
from kit.messaging import ports
from kit.messaging.envelope import Outgoing
from kit.messaging.looks import ASIDE_MAX, Looks
from kit.messaging.pace import Pace, pause_after
from kit.messaging.ports import Published, Waiting
from kit.messaging.relay import Relay
from kit.messaging.ring import BROUGHT_MAX, Ring

from .relaying import Lease


class Box:
    """An outbox that counts who looks into it; nothing waits there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.looks = 0

    async def waiting(self, limit: int, *, but: Collection[Any] = ()) -> list[Waiting]:
        assert limit > 0
        assert not but
        self.looks += 1
        return []

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        raise AssertionError(document_ids, event_ids)

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None:
        raise AssertionError(document_id, entry)


class Bus:
    async def publish(self, records: Sequence[Outgoing]) -> Published:
        raise AssertionError(records)


class Rung:
    """A bell that rings as told, then stops the relay."""

    def __init__(self, stop: asyncio.Event, *rings: Collection[str] | None) -> None:
        self._stop = stop
        self._rings = list(rings)

    async def wait(self, seconds: float) -> ports.Rung | None:
        assert seconds >= 0
        if self._rings:
            names = self._rings.pop(0)
            return None if names is None else dict.fromkeys(names)
        self._stop.set()
        return None


async def looked_into(*rings: Collection[str] | None, idle_seconds: float) -> list[int]:
    stop, boxes = asyncio.Event(), [Box("a"), Box("b"), Box("c")]
    relay = Relay(
        outboxes=boxes,
        bus=Bus(),
        bell=Rung(stop, *rings),
        lease=Lease(),
        pace=Pace(idle_seconds=idle_seconds),
    )
    await relay.run(stop)
    return [box.looks for box in boxes]


class TestARelay:
    async def test_looks_into_all_at_first_then_into_those_that_rang(self) -> None:
        looks = await looked_into({"a"}, {"a", "c"}, set(), idle_seconds=60)

        assert looks == [3, 1, 2]

    async def test_looks_into_all_when_nobody_can_say_who_rang(self) -> None:
        looks = await looked_into({"a"}, None, idle_seconds=60)

        assert looks == [3, 2, 2]

    async def test_looks_into_all_once_in_a_while_whoever_rings(self) -> None:
        looks = await looked_into({"a"}, {"a"}, idle_seconds=0)

        assert looks == [3, 3, 3]


def brought(count: int = 1) -> Waiting:
    return Waiting(new_id(), [{"id": new_id()} for _ in range(count)])


def looks_of(*names: str) -> Looks:
    return Looks(names, every_seconds=60, time=lambda: 0.0)


class TestLooks:
    def test_what_was_brought_needs_no_look_until_one_is_due(self) -> None:
        looks, new = looks_of("a", "b"), [brought()]
        looks.into(None)

        assert looks.into({"a": new}) == {"a": new}
        assert looks_of("a").into({"a": new}) == {"a": None}

    def test_few_are_looked_into_aside_and_each_has_its_turn(self) -> None:
        names = [str(number) for number in range(3 * ASIDE_MAX)]
        looks = looks_of(*names)

        turns = [looks.into({}) for _ in range(4)]

        assert [len(turn) for turn in turns] == [ASIDE_MAX] * 3 + [0]
        assert {name for turn in turns for name in turn} == set(names)

    def test_the_one_that_went_longest_without_is_next_however_long_a_turn_takes(
        self,
    ) -> None:
        names = [str(number) for number in range(3 * ASIDE_MAX)]
        now = 0.0
        looks = Looks(names, every_seconds=1, time=lambda: now)
        looked: set[str] = set()
        for _ in range(3):
            now += 10
            looked |= looks.into({}).keys()

        assert looked == set(names)

    def test_one_that_is_no_outbox_of_this_relay_is_nobody(self) -> None:
        looks = looks_of("a")
        looks.into(None)

        assert looks.into({"b": None}) == {}


class TestARing:
    async def test_tells_each_name_once_and_forgets_it(self) -> None:
        ring = Ring()
        for name in ("a", "b", "a"):
            ring.ring(name)

        told = [await ring.wait(5), await ring.wait(0)]

        assert told == [{"a": None, "b": None}, {}]

    async def test_without_a_name_stands_for_all(self) -> None:
        ring = Ring()
        ring.ring("a")
        ring.ring()
        ring.ring("b")

        assert await ring.wait(5) is None

    async def test_waited_for_in_vain_stands_for_all_and_then_for_none(self) -> None:
        ring = Ring()

        assert await ring.wait(0.01) is None
        assert await ring.wait(0) == {}

    async def test_brings_what_is_new_in_the_order_in_which_it_came(self) -> None:
        ring, new = Ring(), [brought(), brought()]
        for one in new:
            ring.ring("a", one)

        assert await ring.wait(5) == {"a": new}

    @pytest.mark.parametrize("is_first", [True, False])
    async def test_beside_a_change_of_something_old_only_a_look_can_tell(
        self, *, is_first: bool
    ) -> None:
        ring = Ring()
        for one in (None, brought()) if is_first else (brought(), None):
            ring.ring("a", one)

        assert await ring.wait(5) == {"a": None}

    async def test_of_much_it_keeps_only_that_it_is_there(self) -> None:
        ring = Ring()
        ring.ring("a", brought(BROUGHT_MAX))
        ring.ring("a", brought(1))
        ring.ring("b", brought(BROUGHT_MAX + 1))

        assert await ring.wait(5) == {"a": None, "b": None}

    async def test_what_waited_long_has_to_be_looked_for(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ring = Ring()
        ring.ring("a", brought())
        monkeypatch.setattr("kit.messaging.ring.FRESH_SECONDS", -1)

        assert await ring.wait(5) == {"a": None}


class TestGathering:
    def test_the_more_has_moved_the_longer_the_next_are_gathered(self) -> None:
        pauses = [pause_after(moved) for moved in (0, 1, 4, 32, 96, 0)]

        assert pauses == [0, 0, 0.01, 0.05, 0.1, 0]
