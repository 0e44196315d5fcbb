"""What an inbox does with a batch: effects, waiting, another attempt, parking."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest

from kit.ids import id_of
from kit.messaging.deadletters import Cause
from kit.messaging.delays import Delayed, Place, delayed
from kit.messaging.envelope import Headers, Record, Told
from kit.messaging.held import HeldLine, Line, line_of
from kit.messaging.inbox import Inbox
from kit.messaging.reading import Contracts
from schemas.base import Event, Says

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
TYPE = "fr.transition-numerique.tests.numbered.v1"
LATER = "fr.transition-numerique.tests.numbered.v2"
PLACE = ("tests", 0)


class Numbered(Event):
    type: ClassVar[str] = TYPE
    topic: ClassVar[str] = "tests"
    says: ClassVar[Says] = Says("", "", "", "")
    example: ClassVar[dict[str, Any]] = {}

    number: int


class NumberedLater(Numbered):
    type: ClassVar[str] = LATER


class Absent(Exception):
    """The store is away."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A record as Kafka hands it over."""

    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers = field(default_factory=tuple)
    topic: str = "tests"
    partition: int = 0


class Memory:
    """Delays without a store: the same answers as from the collection."""

    def __init__(self) -> None:
        self.waiting: dict[int, Delayed] = {}
        self.unknown: dict[int, tuple[Delayed, str]] = {}

    async def add(self, delayed: Sequence[Delayed]) -> int:
        new = [one for one in delayed if one.offset not in self.waiting]
        self.waiting |= {one.offset: one for one in new}
        return len(new)

    async def settle(
        self, *, gone: Sequence[Delayed], again: Sequence[Delayed]
    ) -> None:
        self.waiting |= {one.offset: one for one in again}
        for one in gone:
            del self.waiting[one.offset]

    async def held(self, _: Collection[Place]) -> list[HeldLine]:
        lines: dict[Line, list[Delayed]] = {}
        for _offset, one in sorted(self.waiting.items()):
            lines.setdefault(line_of(one), []).append(one)
        return [
            HeldLine(line, several[0].due_at, len(several))
            for line, several in lines.items()
        ]

    async def first(self, lines: Collection[Line], *, limit: int) -> list[Delayed]:
        ours = [one for _, one in sorted(self.waiting.items()) if line_of(one) in lines]
        return ours[:limit]

    async def keep_unknown(
        self, unknown: Sequence[tuple[Record, str]], at: datetime
    ) -> None:
        for record, type_ in unknown:
            self.unknown[record.offset] = delayed(record, at=at), type_

    async def release_unknown(
        self, types: Collection[str], _: Collection[Place], at: datetime
    ) -> int:
        known = {n: one for n, (one, type_) in self.unknown.items() if type_ in types}
        self.waiting |= {n: replace(one, due_at=at) for n, one in known.items()}
        self.unknown = {n: it for n, it in self.unknown.items() if n not in known}
        return len(known)


class Bench:
    """An inbox with a clock that is set by hand."""

    def __init__(self, *known: type[Numbered]) -> None:
        self.now = AT
        self.delays = Memory()
        self.parked: list[tuple[int, Cause]] = []
        self.settled: list[int] = []
        self.done: list[int] = []
        self.fails: set[int] = set()
        self.is_away = False
        self.inbox = self.opened(*(known or (Numbered,)))

    def opened(self, *known: type[Numbered]) -> Inbox[Numbered]:
        return Inbox(
            group="tests.inbox",
            contracts=Contracts(known),
            handler=self.handle,
            delays=self.delays,
            parking=self,
            clock=lambda: self.now,
            transient=(Absent,),
        )

    async def handle(self, batch: Sequence[Told[Numbered]]) -> None:
        if self.is_away:
            raise Absent
        for told in batch:
            if told.fact.number in self.fails:
                raise ValueError(told.fact.number)
        self.done += [told.fact.number for told in batch]

    async def park(self, parked: Sequence[tuple[Record, Cause]]) -> None:
        self.parked += [(record.offset, cause) for record, cause in parked]

    async def settle(self, records: Sequence[Record]) -> None:
        self.settled += [record.offset for record in records]

    async def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)
        while await self.inbox.retry():
            pass


@pytest.fixture
def bench() -> Bench:
    return Bench()


def record(offset: int, key: bytes = b"a", *, type_: str = TYPE) -> Arrived:
    headers = {
        "ce_id": str(id_of(offset)),
        "ce_type": type_,
        "ce_source": "/tests",
        "ce_time": "2026-11-26T12:00:00Z",
        "ce_sequence": "1",
    }
    encoded = [(name, value.encode()) for name, value in headers.items()]
    return Arrived(offset, key, f'{{"number": {offset}}}'.encode(), encoded)


class TestTake:
    async def test_one_that_fails_waits_and_those_behind_it_too(
        self, bench: Bench
    ) -> None:
        bench.fails = {1}

        await bench.inbox.take([record(0), record(1), record(2), record(3, b"b")])
        await bench.inbox.take([record(4), record(5, b"b")])

        assert sorted(bench.done) == [0, 3, 5]
        assert sorted(bench.delays.waiting) == [1, 2, 4]

    async def test_what_cannot_be_read_is_parked_and_its_neighbours_go_on(
        self, bench: Bench
    ) -> None:
        broken = replace(record(1), value=b"{")

        await bench.inbox.take([record(0), broken, record(2)])
        assert bench.parked == []
        await bench.inbox.park()
        await bench.inbox.park()

        assert bench.done == [0, 2]
        assert [(n, cause.reason) for n, cause in bench.parked] == [(1, "bad_json")]

    async def test_what_is_gathered_is_not_parked_by_who_lost_its_partition(
        self, bench: Bench
    ) -> None:
        await bench.inbox.take([replace(record(0), value=b"{")])
        await bench.inbox.own([PLACE])
        await bench.inbox.park()

        assert bench.parked == []

    async def test_no_more_is_read_than_can_be_parked(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.parking.GATHERED_MAX", 2)
        for offset in range(3):
            await bench.inbox.take([replace(record(offset), value=b"{")])

        assert [offset for offset, _ in bench.parked] == [0, 1]

    async def test_what_waits_already_is_not_counted_twice(self, bench: Bench) -> None:
        bench.fails = {0}
        await bench.inbox.take([record(0), record(1)])
        bench.fails = set()

        await bench.inbox.take([record(0), record(1)])
        await bench.pass_by(seconds=1)

        assert bench.done == [0, 1]
        assert not bench.inbox.has_waiting

    async def test_an_absent_store_is_nobodys_fault(self, bench: Bench) -> None:
        bench.is_away = True

        with pytest.raises(Absent):
            await bench.inbox.take([record(0)])

        assert bench.delays.waiting == {}


class TestRetry:
    async def test_nothing_is_tried_before_it_is_due(self, bench: Bench) -> None:
        bench.fails = {0}
        await bench.inbox.take([record(0)])
        bench.fails = set()

        await bench.pass_by(seconds=0.9)
        early = list(bench.done)
        await bench.pass_by(seconds=0.1)

        assert (early, bench.done) == ([], [0])

    async def test_a_key_goes_on_in_order_once_its_first_has_worked(
        self, bench: Bench
    ) -> None:
        bench.fails = {0}
        await bench.inbox.take([record(0), record(1), record(2)])
        bench.fails = set()

        await bench.pass_by(seconds=1)
        await bench.inbox.take([record(3)])

        assert bench.done == [0, 1, 2, 3]

    async def test_five_attempts_then_it_is_parked_and_its_key_goes_on(
        self, bench: Bench
    ) -> None:
        bench.fails = {0}
        await bench.inbox.take([record(0), record(1)])

        for seconds in (1, 2, 4, 8):
            assert bench.parked == []
            await bench.pass_by(seconds=seconds)

        [(offset, cause)] = bench.parked
        assert (offset, cause.reason, cause.attempts) == (0, "ValueError", 5)
        assert cause.last_at - cause.first_at == timedelta(seconds=15)
        assert bench.done == [1]

    async def test_one_that_only_waited_has_not_failed_before_its_first_attempt(
        self, bench: Bench
    ) -> None:
        bench.fails = {0, 1}
        await bench.inbox.take([record(0), record(1)])

        for _ in range(40):
            await bench.pass_by(seconds=1)

        spans = [cause.last_at - cause.first_at for _, cause in bench.parked]
        assert [offset for offset, _ in bench.parked] == [0, 1]
        assert max(spans) <= timedelta(seconds=20)


class TestOwn:
    async def test_what_waits_is_learnt_by_the_next_owner(self, bench: Bench) -> None:
        bench.fails = {0}
        await bench.inbox.take([record(0)])
        bench.inbox = bench.opened(Numbered)

        await bench.inbox.own([PLACE])
        await bench.inbox.take([record(1)])

        assert (bench.done, sorted(bench.delays.waiting)) == ([], [0, 1])

    async def test_an_unknown_type_is_parked_and_tried_by_a_version_that_knows_it(
        self, bench: Bench
    ) -> None:
        await bench.inbox.take([record(0, type_=LATER)])
        await bench.inbox.park()
        bench.inbox = bench.opened(Numbered, NumberedLater)

        await bench.inbox.own([PLACE])
        await bench.pass_by(seconds=0)

        assert [cause.reason for _, cause in bench.parked] == ["unknown_type"]
        assert bench.done == [0]
