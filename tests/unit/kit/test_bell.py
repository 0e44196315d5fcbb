"""The bell: one stream each for a few databases, one for many; it opens them again."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Self, cast

import pytest

from kit.messaging.bell import CROWD, ChangeStreamBell
from kit.mongo import Mongo, MongoError
from tests.support.harness import eventually


class Stream:
    """A change stream without its server; `beside` lies in memory with each change."""

    alive = True

    def __init__(self, changes: deque[Any], beside: Sequence[Any]) -> None:
        self._changes = changes
        self.delegate = self
        self._cursor = SimpleNamespace(_data=deque(beside))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.alive = False

    async def try_next(self) -> Any:
        await asyncio.sleep(0.01)
        if not self._changes:
            return None
        change = self._changes.popleft()
        if isinstance(change, Exception):
            raise change
        return change


class Watched:
    """What the bell asks of MongoDB."""

    def __init__(self) -> None:
        self.opened: list[list[str]] = []
        self.changes_of: dict[str, deque[Any]] = {}
        self.crowds = 0

    def full_name(self, database: str) -> str:
        return f"n_{database}"

    def changes(
        self, names: Sequence[str], _: Any, *, wait_ms: int, at_once: int
    ) -> Stream:
        assert min(wait_ms, at_once) > 0
        self.opened.append(list(names))
        beside = [change("a", "things")] * CROWD * (len(self.opened) <= self.crowds)
        return Stream(self.changes_of.setdefault(names[0], deque()), beside)


def bell_of(watched: Watched, *databases: str) -> ChangeStreamBell:
    return ChangeStreamBell(cast("Mongo", watched), databases)


async def is_opened(watched: Watched, *, times: int) -> bool:
    return len(watched.opened) >= times


def change(database: str, collection: str) -> dict[str, Any]:
    return {"ns": {"db": f"n_{database}", "coll": collection}}


class TestStreams:
    @pytest.mark.parametrize(
        ("databases", "opened"),
        [
            (("b", "a", "b"), [["a"], ["b"]]),
            (("c", "b", "a"), [["a", "b", "c"]]),
            ((), []),
        ],
    )
    async def test_a_few_databases_have_one_each_and_many_share_one(
        self, databases: tuple[str, ...], opened: list[list[str]]
    ) -> None:
        watched = Watched()

        async with bell_of(watched, *databases):
            await asyncio.sleep(0.02)

        assert watched.opened == opened

    async def test_one_that_breaks_is_opened_again_and_rings_for_all(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.bell.REOPEN_SECONDS", 0.05)
        watched = Watched()
        watched.changes_of["a"] = deque([MongoError(), RuntimeError()])
        bell = bell_of(watched, "a")
        ring = bell.ring_for(["a"])

        async with bell:
            await eventually(lambda: is_opened(watched, times=3))
            names = await ring.wait(1)

        assert watched.opened == [["a"]] * 3
        assert names is None

    async def test_a_change_rings_for_its_outbox_where_its_database_is_heard(
        self,
    ) -> None:
        watched = Watched()
        bell = bell_of(watched, "a", "b")
        ours, theirs = bell.ring_for(["a"]), bell.ring_for(["b"])

        async with bell:
            await asyncio.sleep(0.02)
            await asyncio.gather(ours.wait(0), theirs.wait(0))
            watched.changes_of["a"].append(change("a", "things.removed"))
            heard = await ours.wait(1)
            unheard = await theirs.wait(0)

        assert heard == {"n_a.things.removed": None}
        assert unheard == {}

    async def test_a_crowd_is_left_to_the_relay_which_looks_by_itself(self) -> None:
        watched = Watched()
        watched.changes_of["a"] = deque([change("a", "things")] * 100)
        watched.crowds = 100
        bell = bell_of(watched, "a")
        ring = bell.ring_for(["a"])

        async with bell:
            # Its pauses grow: how often it is opened in a second says by how much.
            await asyncio.sleep(1.0)
            opened = len(watched.opened)
            await ring.wait(0)
            began_at = time.monotonic()
            looked = [await ring.wait(1) for _ in range(2)]
            seconds = time.monotonic() - began_at

        # Closed for 50 ms each, it would be open some sixteen times.
        assert 2 <= opened <= 9
        assert {"n_a.things": None} in looked
        assert seconds < 0.5

    async def test_many_changes_one_by_one_are_a_crowd_too(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kit.messaging.bell.CROWD", 3)
        watched = Watched()
        watched.changes_of["a"] = deque([change("a", "things")] * 100)

        async with bell_of(watched, "a"):
            await eventually(lambda: is_opened(watched, times=2))

    async def test_after_a_crowd_each_change_is_heard_again(self) -> None:
        watched = Watched()
        watched.changes_of["a"] = deque([change("a", "things")])
        watched.crowds = 1
        bell = bell_of(watched, "a")
        ring = bell.ring_for(["a"])

        async def is_quiet() -> bool:
            return await ring.wait(0) == {}

        async with bell:
            await eventually(lambda: is_opened(watched, times=2))
            await eventually(is_quiet)
            watched.changes_of["a"].append(change("a", "others"))
            heard = await ring.wait(1)

        assert heard == {"n_a.others": None}

    async def test_it_is_closed_at_once(self) -> None:
        loop = asyncio.get_running_loop()
        bell = bell_of(Watched(), "a")

        async with bell:
            await asyncio.sleep(0.02)
            began_at = loop.time()

        assert loop.time() - began_at < 0.5
