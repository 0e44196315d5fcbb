"""A failing batch is narrowed down to its culprits, whatever the handler is like."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.messaging.envelope import Headers, Told
from kit.messaging.trying import Effects, Readable
from schemas.base import Event, Says

AT = datetime(2026, 11, 26, tzinfo=UTC)


class Numbered(Event):
    type: ClassVar[str] = "tests.numbered.v1"
    topic: ClassVar[str] = "tests"
    says: ClassVar[Says] = Says("", "", "", "")
    example: ClassVar[dict[str, Any]] = {}

    number: int


@dataclass(frozen=True, slots=True)
class Place:
    offset: int
    key: bytes | None
    topic: str = "tests"
    partition: int = 0
    value: bytes | None = None
    headers: Headers = field(default_factory=tuple)


class Absent(Exception):
    """The store is away."""


class Hands:
    """A handler's effects, by number, and how often it was called."""

    def __init__(self, culprits: frozenset[int]) -> None:
        self.culprits = culprits
        self.done: list[int] = []
        self.calls = 0

    def check(self, number: int) -> None:
        if number in self.culprits:
            raise ValueError(number)


Style = Callable[[Hands, Sequence[Told[Numbered]]], None]


def fails_before_it_writes(hands: Hands, batch: Sequence[Told[Numbered]]) -> None:
    for told in batch:
        hands.check(told.fact.number)
    hands.done += [told.fact.number for told in batch]


def writes_one_by_one(hands: Hands, batch: Sequence[Told[Numbered]]) -> None:
    for told in batch:
        hands.check(told.fact.number)
        hands.done.append(told.fact.number)


def tells_nothing(hands: Hands, batch: Sequence[Told[Numbered]]) -> None:
    for number in [told.fact.number for told in batch]:
        hands.check(number)
        hands.done.append(number)


def looks_elsewhere(hands: Hands, batch: Sequence[Told[Numbered]]) -> None:
    """Fail always while the first is looked at."""
    numbers = [batch[place].fact.number for place in range(len(batch))]
    for _ in batch:
        for number in numbers:
            hands.check(number)
            hands.done.append(number)
        return


STYLES = (fails_before_it_writes, writes_one_by_one, tells_nothing, looks_elsewhere)


def readable(number: int, key: bytes | None) -> Readable[Place, Numbered]:
    told = Told(
        fact=Numbered(number=number),
        id=UUID(int=number + 1),
        sequence=number,
        at=AT,
        source="tests",
        correlation_id="x",
    )
    return Readable(Place(number, key), told)


def tried(
    keys: Sequence[bytes], culprits: frozenset[int], style: Style
) -> tuple[Hands, list[int], list[int]]:
    hands = Hands(culprits)

    async def handle(batch: Sequence[Told[Numbered]]) -> None:
        hands.calls += 1
        style(hands, batch)

    effects = Effects(handle, transient=(Absent,))
    batch = [readable(number, key) for number, key in enumerate(keys)]
    found = asyncio.run(effects.do(batch))
    failed = [one.record.offset for one, _ in found.failed]
    assert all(error == "ValueError" for _, error in found.failed)
    return hands, failed, [one.record.offset for one in found.behind]


class TestDo:
    @given(
        keys=st.lists(st.sampled_from([b"a", b"b", b"c", b"d"]), max_size=40),
        culprits=st.frozensets(st.integers(0, 39), max_size=8),
        style=st.sampled_from(STYLES),
    )
    def test_everything_takes_effect_but_culprits_and_what_is_behind_them(
        self, keys: list[bytes], culprits: frozenset[int], style: Style
    ) -> None:
        first: dict[bytes, int] = {}
        for number, key in enumerate(keys):
            if number in culprits:
                first.setdefault(key, number)
        behind = {n for n, key in enumerate(keys) if n > first.get(key, 1_000)}

        hands, failed, kept = tried(keys, culprits, style)

        assert sorted(failed) == sorted(first.values())
        assert sorted(kept) == sorted(behind)
        assert set(hands.done) == set(range(len(keys))) - set(failed) - behind
        self._keeps_order(keys, hands.done)

    def _keeps_order(self, keys: Sequence[bytes], done: Sequence[int]) -> None:
        """The first effect of each record comes after those of all before it."""
        order: dict[bytes, list[int]] = defaultdict(list)
        for number in dict.fromkeys(done):
            order[keys[number]].append(number)
        assert all(numbers == sorted(numbers) for numbers in order.values())

    def test_one_culprit_that_shows_itself_costs_two_calls_more(self) -> None:
        keys = [str(number).encode() for number in range(500)]

        hands, failed, _ = tried(keys, frozenset({123}), fails_before_it_writes)

        assert failed == [123]
        assert hands.calls == 3

    @pytest.mark.parametrize("style", STYLES)
    def test_all_culprits_cost_a_few_calls_each(self, style: Style) -> None:
        keys = [str(number).encode() for number in range(200)]

        hands, failed, _ = tried(keys, frozenset(range(200)), style)

        assert len(failed) == 200
        assert hands.calls <= 2 * 200 + 20

    def test_a_fault_of_the_store_is_nobodys(self) -> None:
        async def handle(_: Sequence[Told[Numbered]]) -> None:
            raise Absent

        effects = Effects(handle, transient=(Absent,))

        with pytest.raises(Absent):
            asyncio.run(effects.do([readable(0, b"a"), readable(1, b"b")]))
