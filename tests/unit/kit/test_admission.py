"""Places: how many work at once, who waits, who is refused, who goes first."""

import asyncio
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.types import Receive

from kit.http.admission import Places, Visit
from kit.settings import HttpSettings
from tests.support.turns import a_turn


def places(
    *, at_once: int = 1, waiting: int = 1, seconds: float = 0.05, bodies: int = 2**20
) -> Places:
    return Places(
        HttpSettings(
            requests_at_once=at_once,
            requests_waiting=waiting,
            wait_seconds=seconds,
            bodies_bytes_max=bodies,
        )
    )


async def silent() -> Any:
    raise AssertionError("nobody asks")


async def nowhere(_: Any) -> None:
    return


def visiting(places: Places, receive: Receive) -> Visit:
    return Visit(places, receive, nowhere, lambda: False)


class TestPlaces:
    async def test_as_many_enter_as_there_are_places(self) -> None:
        two = places(at_once=2, waiting=0)

        assert [await two.enter() for _ in range(3)] == [True, True, False]

    async def test_who_waits_is_let_in_when_a_place_comes_free(self) -> None:
        one = places()
        await one.enter()
        waiting = asyncio.create_task(one.enter())
        await a_turn()

        one.leave()

        assert await waiting
        assert one.taken == 1

    async def test_who_has_waited_too_long_is_refused_and_leaves_the_queue(
        self,
    ) -> None:
        one = places(seconds=0.01)
        await one.enter()

        assert not await one.enter()
        one.leave()
        assert await one.enter()

    async def test_the_queue_is_bounded(self) -> None:
        one = places(waiting=2, seconds=5)
        await one.enter()
        waiting = [asyncio.create_task(one.enter()) for _ in range(2)]
        await a_turn()

        assert not await one.enter()

        for _ in waiting:
            one.leave()
        assert await asyncio.gather(*waiting) == [True, True]

    async def test_who_was_in_before_goes_before_who_is_new(self) -> None:
        one = places(seconds=5)
        await one.enter()
        new = asyncio.create_task(one.enter())
        await a_turn()
        back = asyncio.create_task(one.enter_again())
        await a_turn()

        one.leave()
        await back

        assert not new.done()
        one.leave()
        assert await new

    async def test_who_gives_up_as_a_place_comes_hands_it_on(self) -> None:
        one = places(waiting=2, seconds=5)
        await one.enter()
        gone = asyncio.create_task(one.enter())
        next_one = asyncio.create_task(one.enter())
        await a_turn()

        one.leave()
        gone.cancel()

        assert await next_one
        assert one.taken == 1

    async def test_who_leaves_as_another_gives_up_harms_neither(self) -> None:
        one = places(seconds=0.01)
        await one.enter()
        waiting = asyncio.create_task(one.enter())
        await a_turn()
        # Both in one turn of the loop: its time is up, and then a place comes free.
        asyncio.get_running_loop().call_later(0.01, one.leave)

        assert not await waiting
        await asyncio.sleep(0.02)
        assert one.taken == 0


class TestVisit:
    async def test_who_waits_for_its_client_keeps_nobody_out(self) -> None:
        one = places(waiting=0)
        sent: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        assert await one.enter()
        visit = visiting(one, lambda: sent)
        reading = asyncio.create_task(visit.read())
        await a_turn()

        assert await one.enter()
        one.leave()

        sent.set_result({"type": "http.request", "body": b"all"})
        assert (await reading)["body"] == b"all"
        visit.end()
        assert (one.taken, one.body_bytes) == (0, 0)

    async def test_who_leaves_its_answer_unread_keeps_nobody_out(self) -> None:
        one = places(waiting=0)
        read: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        assert await one.enter()
        visit = visiting(one, silent)
        visit.send, visit.is_unread = lambda _: read, lambda: not read.done()
        writing = asyncio.create_task(visit.write({"type": "http.response.start"}))
        await a_turn()

        assert await one.enter()
        assert not writing.done()
        one.leave()

        read.set_result(None)
        await writing
        assert one.taken == 1
        await visit.write({"type": "http.response.body"})
        visit.end()
        assert one.taken == 0

    async def test_a_client_that_left_takes_no_place(self) -> None:
        one = places()
        await one.enter()

        async def gone() -> Any:
            return {"type": "http.disconnect"}

        visit = visiting(one, gone)
        await visit.read()

        assert one.taken == 0
        visit.end()
        assert one.taken == 0

    async def test_the_bodies_of_all_together_are_bounded(self) -> None:
        many = places(at_once=10)

        async def large() -> Any:
            return {"type": "http.request", "body": b"x" * 2**19, "more_body": True}

        visits = [visiting(many, large) for _ in range(3)]
        for _ in visits:
            await many.enter()
        await visits[0].read()
        await visits[1].read()

        with pytest.raises(HTTPException) as refused:
            await visits[2].read()

        assert refused.value.status_code == 503
        for visit in visits:
            visit.end()
        assert (many.taken, many.body_bytes) == (0, 0)
