"""SEC-01: who holds which role, over HTTP and on the page."""

from typing import Any
from uuid import UUID

import httpx2
import pytest

from kit.ids import new_id
from tests.support.harness import Client, Installation

EMAIL = "claire.vidal@exemple.fr"
PASSWORD = "une phrase qui suffit"  # noqa: S105 - of nobody
STRUCTURES = "/api/v1/structures"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


@pytest.fixture
async def nation(it: Installation) -> Client:
    return await it.client.sign_in("national_admin")


async def opened(nation: Client, email: str = EMAIL, role: str = "member") -> str:
    person = {
        "first_name": "Claire",
        "last_name": "Vidal",
        "email": email,
        "role": role,
        "password": PASSWORD,
    }
    answer = await nation.post("/api/v1/people", json=person)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["person_id"])


async def session(it: Installation) -> Client:
    given = {"email": EMAIL, "password": PASSWORD}
    answer = await it.client.post("/api/v1/sessions", json=given)
    it.client.http.cookies.clear()
    token = answer.json()["token"]
    return Client(it.client.http, it.platform, {"Authorization": f"Bearer {token}"})


async def a_structure(nation: Client) -> str:
    new = {"name": "CMA", "kind": "cma", "postcode": "31000", "town": "Toulouse"}
    return str((await nation.post(STRUCTURES, json=new)).json()["id"])


async def give(nation: Client, person_id: str, **grant: Any) -> httpx2.Response:
    return await nation.post(f"/api/v1/people/{person_id}/grants", json=grant)


async def fill(nation: Client, **fields: str) -> httpx2.Response:
    return await nation.post("/roles", data=fields, headers=FORM)


class TestGiving:
    async def test_holds_in_an_open_session_at_once_and_no_further(
        self, it: Installation, nation: Client
    ) -> None:
        person_id, structure = await opened(nation), await a_structure(nation)
        own = await session(it)
        before = await own.get(STRUCTURES)

        given = await give(
            nation, person_id, role="centre_manager", structure_id=structure
        )
        after = await own.get(f"{STRUCTURES}/{structure}")

        assert (before.status_code, after.status_code) == (403, 200)
        assert given.json()["grants"][-1]["place"] == "CMA"

    async def test_what_is_not_in_the_register_cannot_be_held(
        self, nation: Client
    ) -> None:
        person_id = await opened(nation)

        answer = await give(nation, person_id, role="partner", holder_id=str(new_id()))

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "#/holder_id"

    async def test_a_role_given_again_takes_its_new_term(self, nation: Client) -> None:
        person_id = await opened(nation)
        await give(nation, person_id, role="operator")

        answer = await give(nation, person_id, role="operator", ends_on="2020-01-01")

        [_, grant] = answer.json()["grants"]
        assert grant["ends_at"] == "2020-01-01T23:00:00Z"
        assert not grant["is_held"]

    async def test_only_the_national_administration_gives_roles(
        self, it: Installation, nation: Client
    ) -> None:
        person_id = await opened(nation)
        operator = await it.client.sign_in("operator")

        assert (await give(operator, person_id, role="operator")).status_code == 403
        assert (await operator.get("/api/v1/people")).status_code == 403
        assert (await operator.page("/roles")).status_code == 403


class TestWithdrawing:
    async def test_gives_nothing_from_the_next_request_on(
        self, it: Installation, nation: Client
    ) -> None:
        person_id = await opened(nation)
        given = await give(nation, person_id, role="regional_referent", region="76")
        grant_id = given.json()["grants"][-1]["id"]
        own = await session(it)
        before = await own.get(STRUCTURES)

        path = f"/api/v1/people/{person_id}/grants/{grant_id}"
        withdrawn = await nation.ask("DELETE", path)
        again = await nation.ask("DELETE", path)
        after = await own.get(STRUCTURES)

        assert (before.status_code, after.status_code) == (200, 403)
        assert (withdrawn.status_code, again.status_code) == (200, 404)

    async def test_somebody_always_administers_the_network(
        self, nation: Client
    ) -> None:
        first = await opened(nation, "a@exemple.fr", "national_admin")
        second = await opened(nation, "b@exemple.fr", "national_admin")
        people = (await nation.get("/api/v1/people?role=national_admin")).json()
        ids = {one["person_id"]: one["grants"][0]["id"] for one in people["items"]}

        gone = await nation.ask("DELETE", f"/api/v1/people/{first}/grants/{ids[first]}")
        kept = await nation.ask(
            "DELETE", f"/api/v1/people/{second}/grants/{ids[second]}"
        )
        ending = await give(nation, second, role="national_admin", ends_on="2030-01-01")

        assert (gone.status_code, kept.status_code, ending.status_code) == (
            200,
            409,
            409,
        )


class TestListing:
    async def test_walks_people_by_address(self, nation: Client) -> None:
        for name in ("c", "a", "b"):
            await opened(nation, f"{name}@exemple.fr")

        first = (await nation.get("/api/v1/people?limit=2")).json()
        rest = await nation.get(f"/api/v1/people?limit=2&after={first['next']}")

        items = [*first["items"], *rest.json()["items"]]
        assert [one["email"][0] for one in items] == ["a", "b", "c"]
        assert rest.json()["next"] is None

    async def test_finds_by_role_and_by_the_beginning_of_an_address(
        self, nation: Client
    ) -> None:
        await opened(nation, "a.b@exemple.fr")
        await opened(nation, "axb@exemple.fr", "operator")

        found = (await nation.get("/api/v1/people?email=A.")).json()["items"]
        operators = (await nation.get("/api/v1/people?role=operator")).json()["items"]

        assert [one["email"] for one in found] == ["a.b@exemple.fr"]
        assert [one["email"] for one in operators] == ["axb@exemple.fr"]


class TestPage:
    async def test_gives_a_region_for_a_term_and_shows_it(self, nation: Client) -> None:
        await opened(nation)

        answer = await fill(
            nation,
            email=EMAIL,
            role="regional_referent",
            reach="region:76",
            ends_on="2030-06-30",
        )
        page = await nation.page(answer.headers["location"])

        assert answer.status_code == 303
        assert "Le rôle est donné." in page.text
        assert "Occitanie" in page.text
        assert "jusqu’au 30\u00a0juin 2030" in page.text

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            (
                {"role": "regional_referent", "reach": "nation"},
                "Un rôle et son ressort",
            ),
            ({"role": "operator", "reach": "region:76"}, "Un rôle et son ressort"),
            ({"role": "operator", "reach": "nowhere"}, "Un ressort de la liste."),
            (
                {
                    "role": "operator",
                    "reach": "nation",
                    "starts_on": "2030-01-02",
                    "ends_on": "2030-01-01",
                },
                "Un dernier jour qui suit le premier",
            ),
        ],
    )
    async def test_says_what_does_not_go_together(
        self, nation: Client, fields: dict[str, str], why: str
    ) -> None:
        await opened(nation)

        answer = await fill(nation, email=EMAIL, **fields)

        assert answer.status_code == 422
        assert why in answer.text

    async def test_says_that_nobody_has_an_account(self, nation: Client) -> None:
        answer = await fill(
            nation, email="personne@exemple.fr", role="operator", reach="nation"
        )

        assert answer.status_code == 422
        assert "Personne n’a de compte à cette adresse." in answer.text

    async def test_withdraws_by_its_button(self, nation: Client) -> None:
        await opened(nation)
        page = await nation.page("/roles")
        action = page.text.split('action="/roles/')[1].split('"')[0]

        answer = await nation.post(f"/roles/{action}", headers=FORM)
        after = await nation.page(answer.headers["location"])

        assert answer.status_code == 303
        assert "Le rôle est retiré." in after.text
        assert "aucun" in after.text

    async def test_a_structures_page_leads_to_its_own_manager(
        self, nation: Client
    ) -> None:
        structure = await a_structure(nation)
        sheet = await nation.page(f"/structures/{structure}")

        page = await nation.page(f"/roles?structure_id={structure}")

        assert f"/roles?structure_id={structure}#give" in sheet.text
        assert f'value="structure:{UUID(structure)}" selected' in page.text
