"""Waiting for an event: in time, too late, and cancelled in the turn it comes."""

import asyncio

import pytest
from structlog.testing import capture_logs

from kit.waiting import comes_within, ended_anyway
from tests.support.turns import a_turn


class TestComesWithin:
    async def test_it_tells_whether_it_came(self) -> None:
        late, early = asyncio.Event(), asyncio.Event()
        asyncio.get_running_loop().call_soon(early.set)

        assert await comes_within(early, 5) is True
        assert await comes_within(late, 0.001) is False

    @pytest.mark.parametrize("turns", range(4))
    async def test_what_is_cancelled_as_it_comes_does_not_go_on(
        self, turns: int
    ) -> None:
        event, went_on = asyncio.Event(), []

        async def work() -> None:
            await comes_within(event, 5)
            went_on.append(1)
            await asyncio.Event().wait()

        working = asyncio.create_task(work())
        await a_turn()
        event.set()
        for _ in range(turns):
            await a_turn()
        before = list(went_on)
        working.cancel()

        with pytest.raises(asyncio.CancelledError):
            await working
        assert went_on == before


class TestEndedAnyway:
    async def test_who_is_cancelled_waits_for_the_end_of_it(self) -> None:
        may_end, done = asyncio.Event(), []

        async def work() -> None:
            await may_end.wait()
            done.append(1)

        waiting = asyncio.create_task(ended_anyway(work()))
        await a_turn()
        waiting.cancel()
        await a_turn()
        was_done = waiting.done()
        may_end.set()

        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert (was_done, done) == (False, [1])

    async def test_its_error_is_told(self) -> None:
        async def work() -> None:
            raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            await ended_anyway(work())

    async def test_the_error_of_what_was_ended_is_logged(
        self,
    ) -> None:
        may_end = asyncio.Event()

        async def work() -> None:
            await may_end.wait()
            raise ValueError("no")

        with capture_logs() as logged:
            waiting = asyncio.create_task(ended_anyway(work()))
            await a_turn()
            waiting.cancel()
            await a_turn()
            may_end.set()
            await asyncio.wait({waiting})

        assert waiting.cancelled()
        assert [one["event"] for one in logged] == ["ended_anyway.fault"]
