"""The census's jobs in the worker, and what falls due later."""

from datetime import timedelta
from uuid import UUID

from services.registry.imports.service import CensusWork
from tests.support.harness import Client, Installation, eventually
from tests.unit.registry.imports.builders import LINE, as_csv

from .census import API, BRUT, Census


class TestWorker:
    async def test_a_file_is_analysed_and_applied_without_being_asked_twice(
        self, registry: Installation, census: Census, manager: Client
    ) -> None:
        async def state() -> str:
            return str((await census.get(manager, batch_id))["state"])

        async def is_analysed() -> bool:
            return await state() == "analysed"

        async def is_told() -> bool:
            waiting = await census.told("advisors", "advisor.listed")
            return await state() == "applied" and waiting == 0

        async with registry.working():
            batch_id = (await census.deposit(manager, BRUT)).json()["id"]
            await eventually(is_analysed)
            await manager.post(f"{API}/{batch_id}/application")
            await eventually(is_told)

        assert len(await census.stored("advisors")) == 69

    async def test_a_job_without_its_worker_comes_back_within_seconds(
        self, registry: Installation, census: Census, manager: Client
    ) -> None:
        batch_id = (await census.deposit(manager, as_csv(LINE))).json()["id"]
        due = registry.platform.due("registry")
        job = await due.claim(registry.platform.clock())
        assert job is not None

        await due.extend(
            "census",
            batch_id,
            until=registry.platform.clock() - timedelta(milliseconds=1),
        )
        await census.work()

        assert (await census.get(manager, batch_id))["state"] == "analysed"


class TestExpiry:
    async def test_a_preview_that_nobody_applied_is_forgotten(
        self, registry: Installation, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))
        work = registry.provided[CensusWork]
        assert isinstance(work, CensusWork)

        await work.expire(UUID(batch["id"]))

        expired = await census.get(manager, batch["id"])
        assert expired["state"] == "expired"
        assert await census.told("imports", "census.closed") == 1
        assert await census.stored("import_lines") == []
        assert await census.stored("census.files") == []
        answer = await manager.post(f"{API}/{batch['id']}/application")
        assert answer.status_code == 409
        page = await manager.page(f"/recensement/{batch['id']}")
        assert "aperçu expiré" in page.text

    async def test_its_hour_is_planned_when_it_is_shown(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))

        jobs = {one["_id"]: one for one in await census.stored("due_jobs")}

        planned = jobs[f"census.expiry/{batch['id']}"]
        shown = await census.stored("imports")
        assert planned["due_at"] == shown[0]["expires_at"]

    async def test_what_is_applied_does_not_expire(
        self, registry: Installation, census: Census, manager: Client
    ) -> None:
        batch = await census.apply(manager, as_csv(LINE))
        work = registry.provided[CensusWork]
        assert isinstance(work, CensusWork)

        await work.expire(UUID(batch["id"]))

        assert (await census.get(manager, batch["id"]))["state"] == "applied"
