"""Acting in a person's place: for a reason, a while, and in their sight (SEC-11)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from kit.clock import now
from kit.ids import new_id
from maillage.embedded import Servers
from maillage.running import SERVICES
from schemas.addresses import API, is_for_oneself
from services.registry.roles import REGISTRY
from tests.architecture.test_tables import _routes
from tests.integration.registry.accounts.test_accounts import opened
from tests.integration.registry.imports.census import CENTRE
from tests.support.advisors import Known, enrolled, list_advisor, manager_of
from tests.support.harness import Client, Installation, standing
from tests.support.trace import is_whole, traced

BEGIN, CURRENT = "/api/v1/impersonations", "/api/v1/impersonations/current"
OTHERS = ("regional_referent", "centre_manager", "advisor", "partner", "operator")
WRONG: tuple[dict[str, object], ...] = (
    {"reason": "court"},
    {"reason": ""},
    {"reason": "sur\ndeux lignes, ce n’est pas permis"},
    {"minutes": 600},
    {"minutes": "all day"},
    {"more": 1},
)
REASON = "vous m’avez demandé au téléphone de corriger vos thèmes"

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(servers: Servers) -> AsyncIterator[Installation]:
    async with standing(servers, REGISTRY) as installation:
        yield installation


async def an_advisor(it: Installation) -> tuple[Known, Client]:
    known = await list_advisor(it, centre_id=CENTRE)
    return known, await enrolled(it, known, await manager_of(it, CENTRE))


async def acting(
    it: Installation, person_id: UUID, *, minutes: int = 15
) -> tuple[Client, UUID]:
    """Sign an administrator in, in another's place; return their own person too."""
    own_id = new_id()
    nation = await it.client.sign_in("national_admin", person_id=own_id)
    asked = {"person_id": str(person_id), "reason": REASON, "minutes": minutes}
    answer = await nation.post(BEGIN, json=asked)
    assert answer.status_code == 201, answer.text
    return nation, own_id


class TestBeginning:
    async def test_one_sees_what_the_person_sees_and_loses_one_s_own_rights(
        self, it: Installation
    ) -> None:
        known, _ = await an_advisor(it)

        nation, _ = await acting(it, known.advisor.person_id)

        account = (await nation.get("/api/v1/account")).json()
        assert account["person_id"] == str(known.advisor.person_id)
        assert (await nation.get("/api/v1/partners")).status_code == 403
        assert (await nation.post(BEGIN, json={})).status_code in (403, 422)

    async def test_the_page_begins_it_and_each_page_says_so_and_ends_it(
        self, it: Installation
    ) -> None:
        known, _ = await an_advisor(it)
        nation = await it.client.sign_in("national_admin", name="Inès Marchal")

        begins = f"/assistance?person={known.advisor.person_id}"
        sheet = await nation.page(f"/conseillers/{known.id}")
        form = await nation.page(begins)
        begun = await nation.post(
            "/assistance",
            data={"email": known.card.email, "reason": REASON, "minutes": "15"},
        )
        pages = [
            await nation.page(one) for one in ("/compte", "/charte", "/structures")
        ]
        english = await nation.page("/compte", headers={"Cookie": "language=en"})
        ended = await nation.post("/assistance/fin")
        after = await nation.page("/assistance")

        assert f'href="{begins}"' in sheet.text
        assert known.card.email in form.text
        assert begun.status_code == 303
        for page in pages:
            assert "Vous agissez à la place de Nadia Belkacem" in page.text
            assert 'action="/assistance/fin"' in page.text
        assert "You are acting in the place of Nadia Belkacem" in english.text
        assert ended.status_code == 303
        assert "Vous agissez" not in after.text
        assert "Inès Marchal" in after.text

    async def test_only_the_national_administration_may(self, it: Installation) -> None:
        known, _ = await an_advisor(it)
        asked = {"person_id": str(known.advisor.person_id), "reason": REASON}

        for role in OTHERS:
            other = await it.client.sign_in(role, holder_id=new_id())
            assert (await other.post(BEGIN, json=asked)).status_code == 403, role
            assert (await other.page("/assistance")).status_code == 403, role
        it.client.http.cookies.clear()
        assert (await it.client.post(BEGIN, json=asked)).status_code == 401

    async def test_never_for_somebody_with_rights_over_the_network(
        self, it: Installation
    ) -> None:
        nation = await it.client.sign_in("national_admin")

        for role in ("operator", "national_admin"):
            person = await opened(it, role=role, email=f"{role}@exemple.fr")
            asked = {"person_id": person["person_id"], "reason": REASON}
            answer = await nation.post(BEGIN, json=asked)

            assert answer.status_code == 403, role
            assert answer.json()["type"].endswith("NotInTheirPlace")

    async def test_without_a_reason_or_for_too_long_nothing_begins(
        self, it: Installation
    ) -> None:
        known, _ = await an_advisor(it)
        nation = await it.client.sign_in("national_admin")
        right = {"person_id": str(known.advisor.person_id), "reason": REASON}

        for wrong in WRONG:
            answer = await nation.post(BEGIN, json=right | wrong)
            assert answer.status_code == 422, wrong
        assert (await nation.get(CURRENT)).status_code == 409

    async def test_the_page_names_what_is_wrong(self, it: Installation) -> None:
        nation = await it.client.sign_in("national_admin")

        short = await nation.post(
            "/assistance",
            data={"email": "x@exemple.fr", "reason": "non"},
            headers={"Accept": "text/html"},
        )
        nobody = await nation.post(
            "/assistance",
            data={"email": "x@exemple.fr", "reason": REASON},
            headers={"Accept": "text/html"},
        )
        unknown = await nation.post(
            BEGIN, json={"person_id": str(new_id()), "reason": REASON}
        )

        assert (short.status_code, nobody.status_code) == (422, 422)
        assert "f-reason-e" in short.text
        assert "Aucun compte" in nobody.text
        assert unknown.status_code == 404


class TestEnding:
    async def test_it_ends_by_itself(self, it: Installation) -> None:
        known, _ = await an_advisor(it)
        nation, own_id = await acting(it, known.advisor.person_id)

        past = now() - timedelta(seconds=1)
        sessions = it.platform.collection("identity", "sessions")
        await sessions.update_many(
            {"acting": {"$exists": True}}, {"$set": {"acting.ends_at": past}}
        )

        assert (await nation.get(CURRENT)).status_code == 409
        assert (await nation.get("/api/v1/partners")).status_code == 200
        found = await it.platform.sessions.find(
            nation.headers["Authorization"].removeprefix("Bearer ")
        )
        assert found is not None
        assert found.person_id == own_id

    async def test_ended_twice_is_refused(self, it: Installation) -> None:
        known, _ = await an_advisor(it)
        nation, _ = await acting(it, known.advisor.person_id)

        first = await nation.ask("DELETE", CURRENT)
        second = await nation.ask("DELETE", CURRENT)

        assert (first.status_code, second.status_code) == (204, 409)


class TestWhatStaysTheirs:
    async def test_the_password_stays_the_person_s(self, it: Installation) -> None:
        known, own = await an_advisor(it)
        nation, _ = await acting(it, known.advisor.person_id)
        change = {"current": "une phrase qui suffit", "new": "une autre phrase longue"}

        answer = await nation.ask("PUT", "/api/v1/account/password", json=change)

        assert answer.status_code == 403
        assert answer.json()["type"].endswith("ForThemselvesAlone")
        assert (await own.get("/api/v1/account")).status_code == 200

    async def test_no_change_of_those_branches_is_reached(
        self, it: Installation
    ) -> None:
        """Whichever routes stand there, those of today and those of tomorrow."""
        known, _ = await an_advisor(it)
        nation, _ = await acting(it, known.advisor.person_id)
        tried = 0

        for method, path in changes():
            if is_for_oneself(path):
                tried += 1
                answer = await nation.ask(
                    method, path.replace("{", "").replace("}", "")
                )
                assert answer.status_code == 403, (method, path)

        assert tried >= 10
        assert (await nation.get(CURRENT)).status_code == 200


class TestBeingSeen:
    async def test_every_entry_names_both(self, it: Installation) -> None:
        known = await list_advisor(it, centre_id=CENTRE)
        account = await opened(it, role="centre_manager", holder_id=str(CENTRE))
        nation, own_id = await acting(it, UUID(account["person_id"]))

        await nation.page(f"/conseillers/{known.id}")
        await nation.post(f"/api/v1/advisors/{known.id}/invitation")

        entries = await traced(it, known.advisor.person_id)
        assert {one.access for one in entries} == {"read", "write"}
        for entry in entries:
            assert entry.actor_person_id == own_id
            assert entry.acting_for == UUID(account["person_id"])
            assert entry.role == "national_admin"
            assert entry.impersonation_id is not None
        assert await is_whole(it)

    async def test_an_event_tells_the_true_actor_and_the_person(
        self, it: Installation
    ) -> None:
        known, own = await an_advisor(it)
        charter = (await own.get("/api/v1/charter")).json()
        signed = {"version": charter["version"], "hash": charter["hash"]}
        await own.post("/api/v1/charter/signature", json=signed)
        account = await opened(
            it, role="centre_manager", holder_id=str(CENTRE), email="l@exemple.fr"
        )
        nation, _ = await acting(it, UUID(account["person_id"]))
        told = await nation.get("/api/v1/account")

        answer = await nation.post(
            f"/api/v1/advisors/{known.id}/suspension",
            json={"reason": "absente jusqu’en mars"},
        )

        stored = await it.platform.collection("registry", "advisors").find_one(
            {"_id": known.id}
        )
        assert answer.status_code == 200, answer.text
        assert stored is not None
        event = stored["pending"][-1]
        assert event["acting_for"] == UUID(account["person_id"])
        assert event["actor"].startswith("person:")
        assert event["actor"] != f"person:{told.json()['account_id']}"

    async def test_the_person_alone_reads_who_came_and_why(
        self, it: Installation
    ) -> None:
        known, own = await an_advisor(it)
        nation, _ = await acting(it, known.advisor.person_id)
        await nation.page("/compte")
        await nation.ask("DELETE", CURRENT)
        await it.platform.recorder.flush()

        page = await own.page("/compte/consultations")
        told = (await own.get("/api/v1/account/impersonations")).json()["items"]

        assert REASON in page.text
        assert "à votre place" in page.text
        assert "administration nationale" in page.text.lower()
        [occasion] = told
        assert occasion["reason"] == REASON
        assert occasion["over_at"] > occasion["started_at"]

        trace = it.platform.collection("identity", "trace")
        accounts = it.platform.collection("identity", "accounts")
        entries = [str(one) async for one in trace.find({})]
        events = [str(one.get("pending")) async for one in accounts.find({})]
        assert entries
        assert not [one for one in (*entries, *events) if "téléphone" in one]


def changes() -> list[tuple[str, str]]:
    """Return every route that changes something, of every service."""
    found = [
        (method, prefix + route.path)
        for service in SERVICES
        for prefix, routers in ((API, service.api), ("", service.pages))
        for router in routers
        for route in _routes(router)
        for method in route.methods or ()
    ]
    return [one for one in found if one[0] not in {"GET", "HEAD", "OPTIONS"}]
