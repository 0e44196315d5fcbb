"""Accounts that nobody signs in to: warned, closed, opened again (SEC-03)."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from kit.clock import now
from kit.ids import new_id
from services.registry.dormancy.handlers import DormancyJobs
from services.registry.dormancy.service import JOB, DormancyService
from tests.integration.registry.accounts.test_accounts import EMAIL, opened, session
from tests.support.advisors import enrolled, list_advisor, manager_of
from tests.support.harness import Installation

DAY = timedelta(days=1)


def dormancy(it: Installation) -> DormancyService:
    return cast("DormancyService", it.provided[DormancyService])


async def silent(it: Installation, ids: dict[str, str], **days_ago: int) -> None:
    """Move into the past what is remembered of the account."""
    when = {name: now() - days * DAY for name, days in days_ago.items()}
    await it.platform.collection("registry", "last_sign_ins").update_one(
        {"_id": UUID(ids["account_id"])}, {"$set": when}, upsert=True
    )


async def told(it: Installation, ids: dict[str, str]) -> list[dict[str, Any]]:
    accounts = it.platform.collection("identity", "accounts")
    found = await accounts.find_one({"_id": UUID(ids["account_id"])})
    assert found is not None
    return cast("list[dict[str, Any]]", found["pending"])


class TestNight:
    async def test_warns_whoever_did_not_come_for_eleven_months(
        self, it: Installation
    ) -> None:
        ids = await opened(it)
        await session(it)
        await silent(it, ids, last_at=336)

        night = await dormancy(it).work()
        again = await dormancy(it).work()

        last = (await told(it, ids))[-1]
        assert (night.warned, night.closed) == (1, 0)
        assert (again.warned, again.closed) == (0, 0)
        assert last["type"].endswith("account.dormancy_warned.v1")
        assert "vidal" not in str(last).lower()

    async def test_closes_after_a_year_and_ends_every_session_at_once(
        self, it: Installation
    ) -> None:
        ids = await opened(it)
        own = await session(it)
        await silent(it, ids, last_at=370, warned_at=31)

        night = await dormancy(it).work()

        tried = await it.client.post(
            "/api/v1/sessions",
            json={"email": EMAIL, "password": "une phrase qui suffit"},
        )
        assert (night.warned, night.closed) == (0, 1)
        assert (await told(it, ids))[-1]["type"].endswith("account.closed.v1")
        assert (await own.get("/api/v1/account")).status_code == 401
        assert tried.status_code == 401

    async def test_signing_in_once_begins_the_time_anew(self, it: Installation) -> None:
        ids = await opened(it)
        await silent(it, ids, last_at=370, warned_at=31)

        await session(it)
        night = await dormancy(it).work()

        assert (night.warned, night.closed) == (0, 0)
        assert (await told(it, ids))[-1]["type"].endswith("account.dormancy_lifted.v1")

    async def test_signing_in_unwarned_tells_nothing(self, it: Installation) -> None:
        ids = await opened(it)
        before = len(await told(it, ids))

        await session(it)
        await session(it)

        assert len(await told(it, ids)) == before

    async def test_an_account_never_entered_counts_from_when_it_was_first_seen(
        self, it: Installation
    ) -> None:
        ids = await opened(it)

        night = await dormancy(it).work()
        await silent(it, ids, last_at=336)
        later = await dormancy(it).work()

        assert (night.warned, later.warned) == (0, 1)

    async def test_never_closes_the_last_administrator(self, it: Installation) -> None:
        ids = await opened(it, role="national_admin")
        await silent(it, ids, last_at=900, warned_at=90)

        night = await dormancy(it).work()

        assert night.closed == 0

    async def test_plans_the_next_one(self, it: Installation) -> None:
        jobs = DormancyJobs(dormancy(it))
        planned = it.platform.collection("registry", "entrance_jobs")

        await jobs.table[JOB]({})

        job = await planned.find_one({"kind": JOB})
        assert job is not None
        assert now() < job["due_at"] <= now() + DAY


class TestReopening:
    async def test_an_administrator_opens_it_again(self, it: Installation) -> None:
        ids = await opened(it)
        await silent(it, ids, last_at=370, warned_at=31)
        await dormancy(it).work()
        nation = await it.client.sign_in("national_admin")

        answer = await nation.post(f"/api/v1/people/{ids['person_id']}/reopening")

        own = await session(it)
        assert answer.status_code == 200
        assert (await told(it, ids))[-1]["type"].endswith("account.reopened.v1")
        assert (await own.get("/api/v1/account")).status_code == 200

    async def test_an_invitation_that_is_answered_opens_it_again(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        ids = await opened(it, email=known.card.email)
        await silent(it, ids, last_at=370, warned_at=31)
        await dormancy(it).work()

        own = await enrolled(it, known, await manager_of(it, centre_id))

        assert ids["person_id"] == str(known.card.id)
        assert (await told(it, ids))[-1]["type"].endswith("account.reopened.v1")
        assert (await own.get("/api/v1/account")).status_code == 200

    async def test_nobody_else_does(self, it: Installation) -> None:
        ids = await opened(it)
        operator = await it.client.sign_in("operator")
        path = f"/api/v1/people/{ids['person_id']}/reopening"

        assert (await operator.post(path)).status_code == 403
        assert (await it.client.post(path)).status_code == 401


class TestOutlook:
    async def test_shows_what_comes_what_waits_and_what_is_closed(
        self, it: Installation
    ) -> None:
        people = [
            await opened(it, email=f"dormeur{n}@exemple.fr", last_name=f"Dormeur{n}")
            for n in range(3)
        ]
        await silent(it, people[2], last_at=370, warned_at=31)
        await dormancy(it).work()
        await silent(it, people[0], last_at=336)
        await silent(it, people[1], last_at=350, warned_at=15)
        nation = await it.client.sign_in("national_admin")

        page = await nation.page("/comptes-dormants")

        places = [page.text.index(f"Dormeur{n}</a><small") for n in ("0", "1", "2")]
        assert page.status_code == 200
        assert places == sorted(places)
        assert f"/comptes-dormants/{people[2]['person_id']}/reouverture" in page.text

    async def test_the_button_leads_back_to_the_page(self, it: Installation) -> None:
        ids = await opened(it)
        await silent(it, ids, last_at=370, warned_at=31)
        await dormancy(it).work()
        nation = await it.client.sign_in("national_admin")

        answer = await nation.post(
            f"/comptes-dormants/{ids['person_id']}/reouverture",
            headers={"Accept": "text/html"},
        )
        page = await nation.page(answer.headers["location"])

        assert answer.status_code == 303
        assert "Le compte est rouvert." in page.text

    async def test_is_the_administrations_alone(self, it: Installation) -> None:
        for role in ("operator", "centre_manager", "advisor", "member"):
            other = await it.client.sign_in(role)
            assert (await other.page("/comptes-dormants")).status_code == 403
            assert 'href="/comptes-dormants"' not in (await other.page("/compte")).text

    async def test_the_menu_leads_there_and_on_to_each_account(
        self, it: Installation
    ) -> None:
        ids = await opened(it)
        await silent(it, ids, last_at=336)
        nation = await it.client.sign_in("national_admin")

        page = await nation.page("/comptes-dormants")

        assert 'href="/comptes-dormants"' in page.text
        assert f'href="/comptes/{ids["person_id"]}"' in page.text
