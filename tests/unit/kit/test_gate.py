"""Who waits for MongoDB is slow while it is busy, and refused while it is silent."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from pymongo.errors import DuplicateKeyError, NetworkTimeout, WaitQueueTimeoutError

from kit.mongo.patience import Gate, Patience, in_time, patient
from kit.mongo.silence import ended_by_silence

SECONDS = 0.2


async def answered(after: float = 0.06) -> str:
    await asyncio.sleep(after)
    return "answered"


async def silent() -> str:
    await asyncio.sleep(SECONDS)
    raise NetworkTimeout("silent")


async def refused() -> str:
    await answered(0.02)
    raise DuplicateKeyError("taken")


async def _again_and_again(
    gate: Gate, start: Callable[[], Awaitable[str]], *, is_write: bool
) -> None:
    while True:
        with suppress(DuplicateKeyError):
            await gate.ask(start, Patience(gate, 10), waits_for_majority=is_write)


class TestGate:
    async def test_a_busy_server_is_waited_for(self) -> None:
        gate = Gate(places=1)

        came_at = time.monotonic()
        answers = await asyncio.gather(
            *(gate.ask(answered, Patience(gate, SECONDS)) for _ in range(10))
        )

        assert answers == ["answered"] * 10
        assert time.monotonic() - came_at > 2 * SECONDS

    async def test_a_silent_server_is_refused_to_all_at_once(self) -> None:
        gate = Gate(places=1)

        came_at = time.monotonic()
        answers = await asyncio.gather(
            *(gate.ask(silent, Patience(gate, SECONDS)) for _ in range(10)),
            return_exceptions=True,
        )

        kinds = {type(one) for one in answers}
        assert kinds == {NetworkTimeout, WaitQueueTimeoutError}
        assert time.monotonic() - came_at < 3 * SECONDS

    async def test_a_refusal_is_an_answer_and_gives_the_place_back(self) -> None:
        gate = Gate(places=1)

        async def refused() -> str:
            raise DuplicateKeyError("taken")

        with pytest.raises(DuplicateKeyError):
            await gate.ask(refused, Patience(gate, SECONDS))
        assert await gate.ask(answered, Patience(gate, SECONDS)) == "answered"

    async def test_the_silences_of_one_request_add_up(self) -> None:
        gate = Gate()
        patience = Patience(gate, 1.0)

        for _ in range(3):
            await gate.ask(lambda: answered(0.2), patience)

        assert 0.3 < patience.left < 0.56


class TestEndedBySilence:
    async def test_a_block_ends_once_nobody_answers(self) -> None:
        gate = Gate()

        came_at = time.monotonic()
        with pytest.raises(WaitQueueTimeoutError):
            async with ended_by_silence(gate, 0.1):
                await gate.ask(lambda: answered(5), Patience(gate, 10))

        assert time.monotonic() - came_at < 2

    async def test_answers_to_others_do_not_keep_it_beyond_two_seconds(self) -> None:
        gate, each, answers = Gate(), 0.15, []

        async def others() -> None:
            while True:
                answers.append(
                    await gate.ask(lambda: answered(each), Patience(gate, 10))
                )

        asking = asyncio.create_task(others())
        with pytest.raises(WaitQueueTimeoutError):
            async with ended_by_silence(gate, 1.0):
                await gate.ask(lambda: answered(5), Patience(gate, 10))
        asking.cancel()

        # Counted by the loop's own time: a machine that stands still delays both.
        # One may come while it ends.
        assert 1 < len(answers) * each < 1.75 + each

    @pytest.mark.parametrize(
        ("start", "is_write"), [(lambda: answered(0.02), False), (refused, True)]
    )
    async def test_others_that_keep_nothing_do_not_keep_a_write_waiting(
        self, start: Callable[[], Awaitable[str]], *, is_write: bool
    ) -> None:
        gate = Gate()
        others = asyncio.create_task(_again_and_again(gate, start, is_write=is_write))

        came_at = time.monotonic()
        with patient(gate, 10), pytest.raises(WaitQueueTimeoutError):
            async with ended_by_silence(gate, 1.0):
                await in_time(lambda: answered(5), waits_for_majority=True)
        others.cancel()

        assert 1.5 < time.monotonic() - came_at < 2

    async def test_while_others_are_kept_a_write_is_waited_for(self) -> None:
        gate = Gate()
        writing = asyncio.create_task(
            _again_and_again(gate, lambda: answered(0.02), is_write=True)
        )

        with patient(gate, 10):
            async with ended_by_silence(gate, 1.0):
                told = await in_time(lambda: answered(2), waits_for_majority=True)
        writing.cancel()

        assert told == "answered"

    async def test_who_waits_for_something_else_is_left_alone(self) -> None:
        async with ended_by_silence(Gate(), 0.05):
            await asyncio.sleep(0.3)

    async def test_a_loop_that_was_busy_itself_hears_the_answer_first(self) -> None:
        gate = Gate()

        async with ended_by_silence(gate, 0.1):
            asking = asyncio.ensure_future(
                gate.ask(lambda: answered(0.05), Patience(gate, 10))
            )
            await asyncio.sleep(0)
            time.sleep(0.2)  # noqa: ASYNC251 - the loop is held on purpose
            assert await asking == "answered"
