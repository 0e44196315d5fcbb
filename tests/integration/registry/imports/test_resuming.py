"""REG-11: killed at any point, a census goes on and does everything once."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from services.registry.imports.repository import (
    BatchRepository,
    EffectRepository,
    LineRepository,
)
from services.registry.imports.service import (
    CensusWork,
    analysing,
    applying,
    undoing,
)
from tests.support.harness import Client, Installation

from .census import API, BRUT, Census

CHUNK = 7
COUNTS = {"structures": 44, "advisors": 69}


class Killed(BaseException):
    """A process that is no more raises nothing: no handler may catch this."""


class Killer:
    """Kills the worker after the nth write of a kind, as a power cut would."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.left = 0

    def watch(self, kind: type, *names: str) -> None:
        for name in names:
            self._patch.setattr(kind, name, self._deadly(getattr(kind, name)))

    def _deadly(self, do: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
        async def done_then_killed(*args: Any, **options: Any) -> Any:
            done = await do(*args, **options)
            self.left -= 1
            if self.left == 0:
                raise Killed
            return done

        return done_then_killed


@pytest.fixture
def killer(monkeypatch: pytest.MonkeyPatch) -> Killer:
    """Make chunks small, so that there are many points to be killed at."""
    for module in (analysing, applying, undoing):
        monkeypatch.setattr(module, "CHUNK", CHUNK)
    killer = Killer(monkeypatch)
    killer.watch(BatchRepository, "change")
    killer.watch(LineRepository, "add_many")
    killer.watch(EffectRepository, "add_many", "mark")
    return killer


async def go_on_until_done(
    registry: Installation, killer: Killer, batch_id: str
) -> int:
    """Work on a batch, killed after one write more each time; count the kills."""
    work = registry.provided[CensusWork]
    assert isinstance(work, CensusWork)
    kills = 0
    while True:
        killer.left = kills % 4 + 1
        try:
            await work.go_on(UUID(batch_id))
        except Killed:
            kills += 1
            assert kills < 500
            continue
        return kills


class TestKilledWorker:
    async def test_an_analysis_goes_on_with_the_same_verdicts(
        self, registry: Installation, census: Census, manager: Client, killer: Killer
    ) -> None:
        batch_id = (await census.deposit(manager, BRUT)).json()["id"]

        kills = await go_on_until_done(registry, killer, batch_id)

        assert kills > 10
        batch = await census.get(manager, batch_id)
        assert batch["state"] == "analysed"
        assert batch["figures"]["by_verdict"] == {
            "create": 70,
            "update": 1,
            "duplicate": 1,
            "error": 16,
        }
        assert len(await census.stored("import_lines")) == 88
        assert await census.told("imports", "census.analysed") == 1

    async def test_applying_goes_on_and_writes_each_record_once(
        self, registry: Installation, census: Census, manager: Client, killer: Killer
    ) -> None:
        batch = await census.analyse(manager, BRUT)
        await manager.post(f"{API}/{batch['id']}/application")

        kills = await go_on_until_done(registry, killer, batch["id"])

        assert kills > 20
        applied = await census.get(manager, batch["id"])
        assert applied["outcome"]["structures_created"] == COUNTS["structures"]
        assert applied["outcome"]["advisors_created"] == COUNTS["advisors"]
        assert applied["outcome"]["conflicts"] == 0
        assert len(await census.stored("cards", database="identity")) == 69
        assert await census.told("structures", "structure.created") == 44
        assert await census.told("advisors", "advisor.listed") == 69
        assert await census.told("imports", "census.applied") == 1

    async def test_undoing_goes_on_and_takes_everything_out(
        self, registry: Installation, census: Census, manager: Client, killer: Killer
    ) -> None:
        batch = await census.apply(manager, BRUT)
        await manager.post(f"{API}/{batch['id']}/withdrawal")

        kills = await go_on_until_done(registry, killer, batch["id"])

        assert kills > 10
        undone = await census.get(manager, batch["id"])
        assert undone["undoing"]["structures_removed"] == COUNTS["structures"]
        assert undone["undoing"]["advisors_removed"] == COUNTS["advisors"]
        assert undone["undoing"]["kept"] == 0
        assert await census.stored("structures") == []
        assert await census.stored("advisors") == []
        assert await census.stored("cards", database="identity") == []
        assert await census.told("structures", "structure.removed") == 44
        assert await census.told("advisors", "advisor.removed") == 69

    async def test_what_resumed_applying_wrote_can_be_undone(
        self, registry: Installation, census: Census, manager: Client, killer: Killer
    ) -> None:
        batch = await census.analyse(manager, BRUT)
        await manager.post(f"{API}/{batch['id']}/application")
        await go_on_until_done(registry, killer, batch["id"])
        killer.left = 0

        undone = await census.undo(manager, batch)

        assert undone["undoing"]["kept"] == 0
        assert await census.stored("advisors") == []


class TestRegisterThatMoves:
    async def test_an_analysis_starts_over_when_the_register_changed_meanwhile(
        self, registry: Installation, census: Census, manager: Client, killer: Killer
    ) -> None:
        batch_id = (await census.deposit(manager, BRUT)).json()["id"]
        work = registry.provided[CensusWork]
        assert isinstance(work, CensusWork)
        killer.left = 5
        with pytest.raises(Killed):
            await work.go_on(UUID(batch_id))
        other = await census.deposit(manager, BRUT)
        killer.left = 0
        await work.go_on(UUID(other.json()["id"]))
        await manager.post(f"{API}/{other.json()['id']}/application")
        await work.go_on(UUID(other.json()["id"]))

        await work.go_on(UUID(batch_id))

        batch = await census.get(manager, batch_id)
        assert "create" not in batch["figures"]["by_verdict"]
        assert {one["round"] for one in await census.stored("import_lines")} == {1, 2}
