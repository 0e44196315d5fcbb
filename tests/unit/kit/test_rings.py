"""What a relay hears of the bell, and which outboxes it looks into then."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

from kit.messaging.bell import Ring
from kit.messaging.envelope import Outgoing
from kit.messaging.ports import Published, Waiting
from kit.messaging.relay import Relay

from .relaying import Lease


class Box:
    """An outbox that counts who looks into it; nothing waits there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.looks = 0

    async def waiting(self, limit: int) -> list[Waiting]:
        assert limit > 0
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

    async def wait(self, seconds: float) -> Collection[str] | None:
        assert seconds >= 0
        if self._rings:
            return self._rings.pop(0)
        self._stop.set()
        return None


async def looked_into(*rings: Collection[str] | None, idle_seconds: float) -> list[int]:
    stop, boxes = asyncio.Event(), [Box("a"), Box("b"), Box("c")]
    relay = Relay(
        outboxes=boxes,
        bus=Bus(),
        bell=Rung(stop, *rings),
        lease=Lease(),
        idle_seconds=idle_seconds,
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


class TestARing:
    async def test_tells_each_name_once_and_forgets_it(self) -> None:
        ring = Ring()
        for name in ("a", "b", "a"):
            ring.ring(name)

        told = [await ring.wait(5), await ring.wait(0)]

        assert told == [{"a", "b"}, set()]

    async def test_without_a_name_stands_for_all(self) -> None:
        ring = Ring()
        ring.ring("a")
        ring.ring()
        ring.ring("b")

        assert await ring.wait(5) is None

    async def test_waited_for_in_vain_stands_for_all_and_then_for_none(self) -> None:
        ring = Ring()

        assert await ring.wait(0.01) is None
        assert await ring.wait(0) == set()
