"""Structures and centres over HTTP and in pages."""

from typing import Any
from uuid import UUID

import httpx2
import pytest

from kit.ids import new_id
from tests.support.harness import Client, Installation

WHOLE: dict[str, Any] = {
    "name": "CMA Hérault",
    "kind": "cma",
    "siret": "95616975900027",
    "address": "48 rue Victor-Hugo",
    "postcode": "34000",
    "town": "montpellier",
    "phone": "04 67 00 00 01",
    "email": "Contact@cma-herault.example",
    "is_reception_point": True,
}


@pytest.fixture
async def nation(it: Installation) -> Client:
    return await it.client.sign_in("national_admin")


async def manager(it: Installation, centre_id: UUID | None = None) -> Client:
    return await it.client.sign_in("centre_manager", holder_id=centre_id or new_id())


async def a_kept_structure(client: Client, **fields: Any) -> dict[str, Any]:
    answer = await client.post("/api/v1/structures", json=WHOLE | fields)
    assert answer.status_code == 201, answer.text
    kept: dict[str, Any] = answer.json()
    return kept


def faults(answer: httpx2.Response) -> list[str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return [error["pointer"] for error in answer.json()["errors"]]


class TestApi:
    async def test_keeps_what_was_said_and_gives_it_back(self, nation: Client) -> None:
        kept = await a_kept_structure(nation)

        read = await nation.get(f"/api/v1/structures/{kept['id']}")

        assert read.json() == kept
        assert read.headers["etag"] == '"v1"'
        assert (kept["town"], kept["phone"]) == ("Montpellier", "+33467000001")

    async def test_adds_once_when_asked_twice_under_one_key(
        self, nation: Client
    ) -> None:
        key = {"Idempotency-Key": "again"}

        answers = [
            await nation.post("/api/v1/structures", json=WHOLE, headers=key)
            for _ in range(2)
        ]

        assert answers[0].json() == answers[1].json()
        listed = await nation.get("/api/v1/structures")
        assert len(listed.json()["items"]) == 1

    async def test_gives_a_centre_what_it_adds_whoever_it_says(
        self, it: Installation
    ) -> None:
        mine = new_id()
        client = await manager(it, mine)

        kept = await a_kept_structure(client, centre_id=str(new_id()))

        assert kept["centre_id"] == str(mine)

    async def test_hides_another_centre_s_structures(self, it: Installation) -> None:
        owner, stranger = await manager(it), await manager(it)
        kept = await a_kept_structure(owner)
        path = f"/api/v1/structures/{kept['id']}"

        answers = [
            await stranger.get(path),
            await stranger.ask(
                "PATCH", path, json={"name": "Mine"}, headers={"If-Match": '"v1"'}
            ),
            await stranger.page(f"/structures/{kept['id']}"),
            await stranger.page(f"/structures/{kept['id']}/modifier"),
        ]

        assert [answer.status_code for answer in answers] == [404] * 4
        assert (await stranger.get("/api/v1/structures")).json()["items"] == []

    async def test_says_nothing_of_whose_siret_it_is(self, it: Installation) -> None:
        owner, stranger = await manager(it), await manager(it)
        await a_kept_structure(owner)

        answer = await stranger.post(
            "/api/v1/structures", json=WHOLE | {"name": "Autre"}
        )

        assert answer.status_code == 409
        assert faults(answer) == ["#/siret"]
        assert "Hérault" not in answer.text

    async def test_changes_what_is_said_and_leaves_the_rest(
        self, nation: Client
    ) -> None:
        kept = await a_kept_structure(nation)

        answer = await nation.ask(
            "PATCH",
            f"/api/v1/structures/{kept['id']}",
            json={"phone": None, "postcode": "34200", "town": "sete"},
            headers={"If-Match": '"v1"'},
        )

        moved: dict[str, Any] = {
            "town": "Sète",
            "postcode": "34200",
            "commune": "34301",
        }
        moved |= {"latitude": 43.3919, "longitude": 3.647}
        assert answer.json() == kept | moved | {"phone": None, "version": 2}

    @pytest.mark.parametrize(
        ("headers", "status"),
        [({}, 428), ({"If-Match": '"v7"'}, 412), ({"If-Match": "seven"}, 422)],
    )
    async def test_wants_the_version_that_was_read(
        self, nation: Client, headers: dict[str, str], status: int
    ) -> None:
        kept = await a_kept_structure(nation)
        path = f"/api/v1/structures/{kept['id']}"

        answer = await nation.ask("PATCH", path, json={"name": "X2"}, headers=headers)

        assert answer.status_code == status
        assert (await nation.get(path)).json() == kept

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", 3),
            ("name", "a" * 10_000),
            ("kind", "garage"),
            ("town", "Toulouse"),
            ("siret", "12"),
            ("centre_id", "x"),
            ("unknown", 1),
        ],
    )
    async def test_refuses_bad_input_naming_the_field(
        self, nation: Client, field: str, value: object
    ) -> None:
        answer = await nation.post("/api/v1/structures", json=WHOLE | {field: value})

        assert answer.status_code == 422
        assert faults(answer) == [f"#/{field}"]

    @pytest.mark.parametrize("role", ["advisor", "partner", "member", "operator"])
    async def test_is_not_for_everyone(self, it: Installation, role: str) -> None:
        client = await it.client.sign_in(role, holder_id=new_id())

        answers = [
            await client.get("/api/v1/structures"),
            await client.post("/api/v1/structures", json=WHOLE),
            await client.post("/api/v1/centres", json={"structure_id": str(new_id())}),
        ]

        assert [answer.status_code for answer in answers] == [403] * 3

    async def test_walks_a_list_by_its_cursor(self, nation: Client) -> None:
        for number in range(3):
            await a_kept_structure(nation, name=f"CMA {number}", siret=None)

        first = (await nation.get("/api/v1/structures?limit=2")).json()
        rest = (await nation.get(f"/api/v1/structures?after={first['next']}")).json()

        names = [one["name"] for one in first["items"] + rest["items"]]
        assert (names, rest["next"]) == (["CMA 0", "CMA 1", "CMA 2"], None)

    @pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzEsMl0", "e30", "W10"])
    async def test_refuses_a_cursor_it_never_gave(
        self, nation: Client, cursor: str
    ) -> None:
        answer = await nation.get(f"/api/v1/structures?after={cursor}")

        assert answer.status_code == 422


class TestCentres:
    async def test_holds_itself_once_designated_and_is_public(
        self, it: Installation, nation: Client
    ) -> None:
        kept = await a_kept_structure(nation)
        wish = {"structure_id": kept["id"], "is_referent": True}

        answer = await nation.post("/api/v1/centres", json=wish)

        centre = answer.json()
        structure = (await nation.get(f"/api/v1/structures/{kept['id']}")).json()
        public = (await it.client.get("/api/v1/centres")).json()
        assert (answer.status_code, public["items"]) == (201, [centre])
        assert structure["centre_id"] == centre["id"]
        assert (centre["region_name"], "email" in centre) == ("Occitanie", False)

    async def test_refuses_a_second_referent_and_changes_nothing(
        self, nation: Client
    ) -> None:
        first = await a_kept_structure(nation)
        second = await a_kept_structure(nation, siret=None)
        wish = {"is_referent": True}
        await nation.post("/api/v1/centres", json=wish | {"structure_id": first["id"]})

        answer = await nation.post(
            "/api/v1/centres", json=wish | {"structure_id": second["id"]}
        )

        after = (await nation.get(f"/api/v1/structures/{second['id']}")).json()
        assert (answer.status_code, after) == (409, second)

    async def test_withdraws_once(self, nation: Client) -> None:
        kept = await a_kept_structure(nation)
        made = await nation.post("/api/v1/centres", json={"structure_id": kept["id"]})
        path = f"/api/v1/centres/{made.json()['id']}"

        statuses = [
            (
                await nation.ask("DELETE", path, headers={"If-Match": version})
            ).status_code
            for version in ('"v1"', '"v1"', '"v2"')
        ]

        assert statuses == [204, 412, 409]
        assert (await nation.get("/api/v1/centres")).json()["items"] == []

    async def test_knows_no_structure_that_is_not(self, nation: Client) -> None:
        answer = await nation.post(
            "/api/v1/centres", json={"structure_id": str(new_id())}
        )

        assert answer.status_code == 404


class TestPages:
    async def test_lists_filters_and_says_when_nothing_matches(
        self, nation: Client
    ) -> None:
        await a_kept_structure(nation)

        everything = await nation.page("/structures?q=&kind=&department=")
        nothing = await nation.page("/structures?q=zzz")

        assert "CMA Hérault" in everything.text
        assert "Aucune structure ne correspond" in nothing.text

    async def test_edits_by_form_and_shows_the_record(self, nation: Client) -> None:
        kept = await a_kept_structure(nation)
        form = {"version": "1", "name": "CMA 34", "kind": "cma", "postcode": "34200"}

        answer = await nation.post(
            f"/structures/{kept['id']}/modifier",
            data=form | {"town": "sète", "latitude": "43,40", "longitude": "3,69"},
            headers={"Accept": "text/html"},
        )

        sheet = await nation.page(answer.headers["location"])
        read = (await nation.get(f"/api/v1/structures/{kept['id']}")).json()
        assert (answer.status_code, read["latitude"], read["siret"]) == (
            303,
            43.4,
            None,
        )
        assert "CMA 34" in sheet.text

    async def test_shows_a_refused_form_again_with_what_was_typed(
        self, nation: Client
    ) -> None:
        kept = await a_kept_structure(nation)
        form = {"version": "1", "name": "CMA 34", "kind": "cma", "postcode": "34000"}

        answer = await nation.post(
            f"/structures/{kept['id']}/modifier",
            data=form | {"town": "Toulouse"},
            headers={"Accept": "text/html"},
        )

        assert answer.status_code == 422
        assert 'value="Toulouse"' in answer.text
        assert "Une commune que dessert le 34000" in answer.text

    async def test_refuses_a_form_that_is_out_of_date(self, nation: Client) -> None:
        kept = await a_kept_structure(nation)
        form = {"version": "9", "name": "CMA 34", "kind": "cma", "postcode": "34000"}

        answer = await nation.post(
            f"/structures/{kept['id']}/modifier",
            data=form | {"town": "Montpellier"},
            headers={"Accept": "text/html"},
        )

        assert answer.status_code == 412

    async def test_designates_and_withdraws_by_form(self, nation: Client) -> None:
        kept = await a_kept_structure(nation)
        page = f"/structures/{kept['id']}"
        browser = {"Accept": "text/html"}
        made = await nation.post(
            "/centres",
            data={"structure_id": kept["id"], "is_referent": "true"},
            headers=browser,
        )
        designated = await nation.page(page)
        [centre] = (await nation.get("/api/v1/centres")).json()["items"]

        ended = await nation.post(
            f"/centres/{centre['id']}/retrait", data={"version": "1"}, headers=browser
        )

        assert (made.status_code, ended.status_code) == (303, 303)
        assert "Centre référent de la région" in designated.text
        assert "Centre référent de la région" not in (await nation.page(page)).text

    async def test_offers_a_centre_no_way_to_designate(self, it: Installation) -> None:
        client = await manager(it)
        kept = await a_kept_structure(client)

        sheet = await client.page(f"/structures/{kept['id']}")

        assert "Désigner" not in sheet.text

    async def test_asks_a_visitor_to_sign_in(self, it: Installation) -> None:
        answer = await it.client.page("/structures")

        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/connexion")
