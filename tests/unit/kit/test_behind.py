"""Behind a full batch the next is looked for while the first is being trimmed."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

from kit.messaging.envelope import Outgoing
from kit.messaging.pace import Pace
from kit.messaging.ports import Published, Rung, Waiting
from kit.messaging.relay import Relay
from kit.mongo import MongoError
from tests.support.turns import a_turn

from .relaying import Lease, entry, is_so

# Enough for many looks, if none waited for the trim.
TURNS = 200


class Box:
    """Things in the order of their events; notes what each look left out and found."""

    name = "things"

    def __init__(self, *keys: str) -> None:
        self.things = {key: [entry(1, key=key)] for key in keys}
        self.looks: list[tuple[set[Any], list[Any]]] = []
        self.fails = 0
        self.may_trim = asyncio.Event()

    @property
    def is_empty(self) -> bool:
        return not any(self.things.values())

    async def waiting(self, limit: int, *, but: Collection[Any] = ()) -> list[Waiting]:
        left = [key for key, told in self.things.items() if told and key not in but]
        self.looks.append((set(but), left[:limit]))
        return [Waiting(key, list(self.things[key])) for key in left[:limit]]

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        await self.may_trim.wait()
        if self.fails:
            self.fails -= 1
            raise MongoError
        for key in document_ids:
            told = self.things[key]
            self.things[key] = [one for one in told if one["id"] not in event_ids]

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None:
        raise AssertionError(document_id, entry)


class Bus:
    def __init__(self) -> None:
        self.sent: list[tuple[str, int]] = []

    async def publish(self, records: Sequence[Outgoing]) -> Published:
        for one in records:
            sequence = int(dict(one.headers)["ce_sequence"] or 0)
            self.sent.append(((one.key or b"").decode(), sequence))
        return Published(frozenset(range(len(records))))


class Silent:
    """A bell that rings for nobody: what is looked into again, the relay wants to."""

    async def wait(self, seconds: float) -> Rung:
        assert seconds >= 0
        await a_turn()
        return {}


class Running:
    """A relay whose looks find two documents, at work until all has left its box."""

    def __init__(self, box: Box) -> None:
        self.bus, self._box, self._stop = Bus(), box, asyncio.Event()
        pace = Pace(batch=2, ahead=2, idle_seconds=60)
        relay = Relay(
            outboxes=[box], bus=self.bus, bell=Silent(), lease=Lease(), pace=pace
        )
        self._task = asyncio.create_task(relay.run(self._stop))

    async def end(self) -> None:
        self._box.may_trim.set()
        await is_so(lambda: self._box.is_empty)
        self._stop.set()
        await self._task


async def test_it_leaves_out_what_is_being_trimmed() -> None:
    box = Box("a", "b", "c", "d", "e", "f")
    running = Running(box)
    await is_so(lambda: len(running.bus.sent) == 6)
    were_trimmed = [key for key, told in box.things.items() if not told]
    await running.end()

    assert box.looks[:3] == [
        (set(), ["a", "b"]),
        ({"a", "b"}, ["c", "d"]),
        ({"a", "b", "c", "d"}, ["e", "f"]),
    ]
    assert were_trimmed == []
    assert running.bus.sent == [(key, 1) for key in "abcdef"]


async def test_what_is_told_meanwhile_follows_once_that_is_done() -> None:
    box = Box("a", "b", "c")
    running = Running(box)
    await is_so(lambda: len(running.bus.sent) == 3)
    box.things["a"].append(entry(2, key="a"))
    box.things["d"] = [entry(1, key="d")]
    await running.end()

    assert [one for one in running.bus.sent if one[0] == "a"] == [("a", 1), ("a", 2)]
    assert sorted(running.bus.sent)[2:] == [("b", 1), ("c", 1), ("d", 1)]


async def test_where_nothing_else_waits_the_trim_is_waited_for() -> None:
    box = Box("a", "b")
    running = Running(box)
    await is_so(lambda: len(box.looks) == 2)
    box.things["a"].append(entry(2, key="a"))
    for _ in range(TURNS):
        await a_turn()
    looks = len(box.looks)
    await running.end()

    assert looks == 2
    assert running.bus.sent == [("a", 1), ("b", 1), ("a", 2)]


async def test_after_a_trim_that_failed_nothing_stays() -> None:
    box = Box("a", "b", "c", "d")
    box.fails = 1
    running = Running(box)
    await running.end()

    assert set(running.bus.sent) == {(key, 1) for key in "abcd"}
