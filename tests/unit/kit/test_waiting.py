"""Waiting for an event: in time, too late, and cancelled in the turn it comes."""

import asyncio

import pytest

from kit.waiting import comes_within
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
