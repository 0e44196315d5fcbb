"""One step may be under way while the next is begun, and a failure ends them all."""

import asyncio

import pytest

from kit.ahead import Ahead


class Steps:
    def __init__(self) -> None:
        self.at_once = self.most = 0
        self.ended: list[int] = []

    async def step(self, number: int, *, fails: bool = False) -> None:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await asyncio.sleep(0.01)
            if fails:
                raise LookupError(number)
            self.ended.append(number)
        finally:
            self.at_once -= 1


async def test_two_overlap_and_never_three() -> None:
    steps = Steps()

    async with Ahead() as ahead:
        for number in range(6):
            await ahead.start(steps.step(number))

    assert steps.most == 2
    assert steps.ended == list(range(6))


@pytest.mark.parametrize("failing", [0, 2, 4])
async def test_a_failure_ends_the_block_with_nothing_left_under_way(
    failing: int,
) -> None:
    steps, begun = Steps(), list[int]()

    async def work() -> None:
        async with Ahead() as ahead:
            for number in range(5):
                begun.append(number)
                await ahead.start(steps.step(number, fails=number == failing))

    with pytest.raises(LookupError) as failed:
        await work()

    assert failed.value.args == (failing,)
    assert len(begun) <= failing + 2
    assert steps.at_once == 0


async def test_cancelled_it_leaves_nothing_under_way() -> None:
    steps = Steps()

    async def work() -> None:
        async with Ahead() as ahead:
            for number in range(100):
                await ahead.start(steps.step(number))

    working = asyncio.create_task(work())
    await asyncio.sleep(0.03)
    working.cancel()

    with pytest.raises(asyncio.CancelledError):
        await working
    assert steps.at_once == 0
    assert len(steps.ended) < 10
