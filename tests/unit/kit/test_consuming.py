"""Consuming: effects before offsets, and only while the partitions are ours."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any, NamedTuple

import pytest

from kit.messaging.consuming import Consuming, Offsets, Place
from tests.support.turns import a_turn

from .relaying import is_so

HERE: Place = ("t", 0)
THERE: Place = ("t", 1)


class Absent(Exception):
    """The store is away."""


class Plain(NamedTuple):
    """A record as far as offsets go."""

    offset: int
    topic: str = "t"
    partition: int = 0
    key: bytes | None = None
    value: bytes | None = None
    headers: Sequence[tuple[str, bytes | None]] = ()


class Reads:
    """A reader whose every step can be made to wait or fail."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.before: Callable[[str], Awaitable[None]] | None = None
        self.has_waiting = False
        self.parked = 0

    async def own(self, places: Collection[Place]) -> None:
        await self._do(f"own {sorted(places)}")

    async def take(self, records: Sequence[Any]) -> None:
        await self._do(f"take {[one.offset for one in records]}")

    async def park(self) -> None:
        if self.before is not None:
            await self.before("park")
        self.parked += 1

    async def retry(self) -> int:
        await self._do("retry")
        return 1

    async def _do(self, what: str) -> None:
        if self.before is not None:
            await self.before(what)
        self.done.append(what)


class Held:
    """Makes a step of the reader wait, then go on or fail."""

    def __init__(
        self, reads: Reads, step: str, *, error: Exception | None = None
    ) -> None:
        self.began, self.goes_on = asyncio.Event(), asyncio.Event()

        async def hold(what: str) -> None:
            if what.startswith(step):
                self.began.set()
                await self.goes_on.wait()
                if error is not None:
                    raise error

        reads.before = hold


class Member(NamedTuple):
    reads: Reads
    consuming: Consuming
    committed: list[Offsets]


@pytest.fixture
def member() -> Member:
    reads, committed = Reads(), list[Offsets]()

    async def commit(offsets: Offsets) -> bool:
        committed.append(offsets)
        return True

    consuming = Consuming(group="g", reader=reads, commit=commit, transient=(Absent,))
    return Member(reads, consuming, committed)


class TestTake:
    async def test_learns_what_waits_then_does_then_tells(self, member: Member) -> None:
        member.consuming.on_assigned([HERE])

        await member.consuming.take([Plain(3), Plain(4)])
        assert member.committed == []
        await is_so(lambda: member.committed == [{HERE: 5}])

        await member.consuming.take([Plain(5)])
        await member.consuming.flush()
        assert member.reads.done == ["own [('t', 0)]", "take [3, 4]", "take [5]"]
        assert member.committed == [{HERE: 5}, {HERE: 6}]

    async def test_commits_the_offsets_of_many_batches_together(
        self, member: Member, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.consuming.RETRY_SECONDS", 0.05)
        member.consuming.on_assigned([HERE, THERE])
        for offset in range(3):
            await member.consuming.take([Plain(offset)])
            await member.consuming.take([Plain(offset, partition=1)])
            await is_so(lambda: len(member.committed) == 1)

        retrying = asyncio.create_task(member.consuming.retry_for_ever())
        await is_so(lambda: len(member.committed) > 1)
        retrying.cancel()

        assert member.committed[1:] == [{HERE: 3, THERE: 3}]

    async def test_no_offset_is_committed_of_what_is_not_parked(
        self, member: Member
    ) -> None:
        async def is_away(what: str) -> None:
            if what == "park":
                raise Absent

        member.consuming.on_assigned([HERE])
        member.reads.before = is_away
        await member.consuming.take([Plain(3)])
        await member.consuming.flush()
        assert member.committed == []

        member.reads.before = None
        await member.consuming.flush()
        assert member.reads.parked == 1
        assert member.committed == [{HERE: 4}]

    @pytest.mark.parametrize("is_away", [True, False])
    async def test_no_offset_of_an_earlier_assignment_is_committed(
        self, member: Member, *, is_away: bool
    ) -> None:
        """What was to be parked then has been forgotten, and is read again."""
        held = Held(member.reads, "park", error=Absent() if is_away else None)
        member.consuming.on_assigned([HERE])
        await member.consuming.take([Plain(3)])
        await held.began.wait()
        member.consuming.on_assigned([HERE])
        held.goes_on.set()
        await member.consuming.flush()

        assert member.committed == []

    async def test_a_batch_that_outlives_its_partitions_commits_nothing(
        self, member: Member
    ) -> None:
        held = Held(member.reads, "take")
        member.consuming.on_assigned([HERE])
        taking = asyncio.create_task(member.consuming.take([Plain(3)]))
        await held.began.wait()
        member.consuming.on_assigned([HERE])
        held.goes_on.set()
        await taking
        await member.consuming.flush()

        assert member.committed == []

    @pytest.mark.parametrize("error", [RuntimeError("a bug"), None])
    async def test_what_could_not_be_committed_is_with_what_comes_next(
        self, error: Exception | None
    ) -> None:
        committed, failures = list[Offsets](), [error]

        async def commit(offsets: Offsets) -> bool:
            if failures:
                if (failure := failures.pop()) is not None:
                    raise failure
                return False
            committed.append(offsets)
            return True

        consuming = Consuming(
            group="g", reader=Reads(), commit=commit, transient=(Absent,)
        )
        consuming.on_assigned([HERE, THERE])
        await consuming.take([Plain(3)])
        await consuming.flush()
        await consuming.take([Plain(7, partition=1)])
        await consuming.flush()

        assert {
            place: offset for one in committed for place, offset in one.items()
        } == {HERE: 4, THERE: 8}

    async def test_a_batch_does_not_wait_for_the_offsets_of_the_one_before(
        self,
    ) -> None:
        goes_on, committed = asyncio.Event(), list[Offsets]()

        async def commit(offsets: Offsets) -> bool:
            await goes_on.wait()
            committed.append(offsets)
            return True

        reads = Reads()
        consuming = Consuming(
            group="g", reader=reads, commit=commit, transient=(Absent,)
        )
        consuming.on_assigned([HERE])
        async with asyncio.timeout(1):
            await consuming.take([Plain(3)])
            await a_turn()
            await consuming.take([Plain(4)])
        flushing = asyncio.create_task(consuming.flush())
        await a_turn()
        was_let = not flushing.done()
        goes_on.set()
        await flushing

        assert reads.done[1:] == ["take [3]", "take [4]"]
        assert was_let
        assert committed == [{HERE: 4}, {HERE: 5}]

    async def test_waits_for_what_is_absent(self, member: Member) -> None:
        failures = iter([Absent(), Absent(), None])

        async def sometimes(what: str) -> None:
            if what.startswith("take") and (failure := next(failures)) is not None:
                raise failure

        member.reads.before = sometimes
        member.consuming.on_assigned([HERE])
        await member.consuming.take([Plain(3)])
        await member.consuming.flush()

        assert member.committed == [{HERE: 4}]

    async def test_gives_up_waiting_when_the_partitions_move(
        self, member: Member
    ) -> None:
        async def never(what: str) -> None:
            if what.startswith("take"):
                raise Absent

        member.reads.before = never
        member.consuming.on_assigned([HERE])
        taking = asyncio.create_task(member.consuming.take([Plain(3)]))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(1):
            await member.consuming.on_revoked()
        async with asyncio.timeout(1):
            await taking

        assert member.committed == []
        assert not member.consuming.is_assigned

    async def test_nothing_is_done_for_partitions_that_are_gone(
        self, member: Member
    ) -> None:
        member.consuming.on_assigned([HERE])
        await member.consuming.on_revoked()

        await member.consuming.take([Plain(3)])

        assert member.reads.done == []
        assert member.committed == []

    async def test_a_batch_read_before_a_rebalance_is_left_to_be_read_again(
        self, member: Member
    ) -> None:
        """It waits behind another one while the partitions go and come."""
        goes_on = asyncio.Event()

        async def slowly(what: str) -> None:
            if what == "take [3]":
                await goes_on.wait()

        member.reads.before = slowly
        member.consuming.on_assigned([HERE])
        first = asyncio.create_task(member.consuming.take([Plain(3)]))
        await asyncio.sleep(0)
        second = asyncio.create_task(member.consuming.take([Plain(4)]))
        await asyncio.sleep(0)
        revoking = asyncio.create_task(member.consuming.on_revoked())
        await asyncio.sleep(0)
        goes_on.set()
        await asyncio.gather(first, revoking, second)
        member.consuming.on_assigned([HERE])
        await member.consuming.take([Plain(4)])
        await member.consuming.flush()

        assert member.reads.done.count("take [3]") == 1
        assert member.reads.done.count("take [4]") == 1
        assert member.committed == [{HERE: 4}, {HERE: 5}]


class TestRevoked:
    async def test_the_batch_in_flight_ends_and_is_committed_first(
        self, member: Member
    ) -> None:
        held = Held(member.reads, "take")
        member.consuming.on_assigned([HERE])
        taking = asyncio.create_task(member.consuming.take([Plain(3)]))
        await held.began.wait()
        revoking = asyncio.create_task(member.consuming.on_revoked())
        await a_turn()
        was_let = not revoking.done()
        held.goes_on.set()
        await asyncio.gather(revoking, taking)

        assert was_let
        assert member.committed == [{HERE: 4}]

    async def test_a_batch_that_hangs_does_not_hold_the_group_for_ever(
        self, member: Member, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.consuming.FLUSH_SECONDS", 0.05)

        async def hang(what: str) -> None:
            if what.startswith("take"):
                await asyncio.Event().wait()

        member.reads.before = hang
        member.consuming.on_assigned([HERE])
        taking = asyncio.create_task(member.consuming.take([Plain(3)]))
        await asyncio.sleep(0.01)

        async with asyncio.timeout(1):
            await member.consuming.on_revoked()

        taking.cancel()
        await asyncio.wait({taking})
        assert member.committed == []


class TestRetry:
    async def test_only_what_is_ours_is_tried_again(self, member: Member) -> None:
        member.reads.has_waiting = True

        before = await member.consuming.retry()
        member.consuming.on_assigned([HERE])
        during = await member.consuming.retry()
        await member.consuming.on_revoked()
        after = await member.consuming.retry()

        assert (before, during, after) == (0, 1, 0)
        assert member.reads.done == ["own [('t', 0)]", "retry"]

    async def test_nothing_is_asked_when_nothing_waits(self, member: Member) -> None:
        member.consuming.on_assigned([HERE])

        await member.consuming.retry()
        await member.consuming.retry()

        assert member.reads.done == ["own [('t', 0)]", "retry"]

    async def test_what_was_learnt_for_others_partitions_does_not_count(
        self, member: Member
    ) -> None:
        """They move while it is being learnt."""
        asked = asyncio.Event()
        goes_on = asyncio.Event()

        async def slowly(what: str) -> None:
            if what == "own [('t', 0)]":
                asked.set()
                await goes_on.wait()

        member.reads.before = slowly
        member.consuming.on_assigned([HERE])
        retrying = asyncio.create_task(member.consuming.retry())
        await asked.wait()
        member.consuming.on_assigned([("t", 1)])
        goes_on.set()
        await retrying
        await member.consuming.take([Plain(3, partition=1)])

        assert member.reads.done == [
            "own [('t', 0)]",
            "own [('t', 1)]",
            "take [3]",
        ]
