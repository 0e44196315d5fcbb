"""Health: what is asked, in bounded time, and the deaths that are noticed."""

import asyncio
from typing import Any

import pytest

from kit.health import Health


async def fine() -> tuple[bool, str]:
    return True, "ok"


async def absent() -> tuple[bool, str]:
    return False, "absent"


async def hanging() -> tuple[bool, str]:
    await asyncio.Event().wait()
    return True, "ok"


async def broken() -> tuple[bool, str]:
    raise RuntimeError


async def ends() -> None:
    return


async def fails() -> None:
    raise RuntimeError


class TestLook:
    async def test_a_role_is_starting_until_it_says_what_it_needs(self) -> None:
        health = Health()

        look = await health.look("worker")

        assert (look.status, look.is_ready) == ("starting", False)

    @pytest.mark.parametrize(
        ("need", "word"),
        [(absent, "absent"), (hanging, "silent"), (broken, "RuntimeError")],
    )
    async def test_what_is_not_met_or_cannot_be_told_makes_it_wait(
        self, need: Any, word: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.health.LOOK_SECONDS", 0.05)
        health = Health()

        with health.needing("worker"):
            health.need("worker", "mongo", fine)
            health.need("worker", "kafka", need)
            look = await health.look("worker")

        assert look.status == "waiting"
        assert look.needs == {"worker": {"mongo": "ok", "kafka": word}}

    async def test_another_role_of_the_process_is_told_and_not_judged(self) -> None:
        health = Health()

        with health.needing("api"), health.needing("worker"):
            health.need("api", "mongo", fine)
            health.need("worker", "kafka", absent)
            look = await health.look("api")

        assert look.is_ready
        assert look.needs["worker"] == {"kafka": "absent"}

    async def test_a_role_that_stops_is_unready_whatever_it_has(self) -> None:
        health = Health()

        with health.needing("api"):
            health.need("api", "mongo", fine)
            health.is_stopping = True
            look = await health.look("api")

        assert look.status == "stopping"


class TestWatching:
    @pytest.mark.parametrize("way", [ends, fails])
    async def test_a_task_that_ends_is_a_death(self, way: Any) -> None:
        health = Health()
        task = asyncio.create_task(way())

        with health.watching({"relay": task}):
            async with asyncio.timeout(1):
                await health.died.wait()
            look = await health.look()

        assert look.status == "dead"
        assert task.done()

    async def test_a_task_that_was_cut_off_by_another_is_a_death(self) -> None:
        health = Health()
        task = asyncio.create_task(hanging())

        with health.watching({"relay": task}):
            task.cancel()
            async with asyncio.timeout(1):
                await health.died.wait()

    async def test_what_ends_after_it_was_let_go_is_none(self) -> None:
        health = Health()
        task = asyncio.create_task(hanging())

        with health.watching({"relay": task}):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})

        assert not health.died.is_set()
