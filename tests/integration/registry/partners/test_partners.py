"""REG-30: partners and their standing, on real servers."""

from typing import Any

from kit.ids import new_id
from tests.support.harness import Client, Installation

PARTNER = {
    "name": "Facture et Compagnie",
    "fee_cents": 100_000,
    "paid_until": "2099-12-31",
}


async def nation(it: Installation) -> Client:
    return await it.client.sign_in("national_admin")


async def told(it: Installation) -> list[str]:
    partner: dict[str, Any] | None = await it.platform.collection(
        "registry", "partners"
    ).find_one({})
    assert partner is not None
    return [one["type"].split(".")[-2] for one in partner["pending"]]


class TestJoining:
    async def test_a_paid_member_may_propose(self, it: Installation) -> None:
        admin = await nation(it)

        answer = await admin.post("/api/v1/partners", json=PARTNER)

        assert answer.status_code == 201
        assert answer.json()["may_propose"] is True
        assert await told(it) == ["joined"]

    async def test_two_partners_never_share_a_name(self, it: Installation) -> None:
        admin = await nation(it)
        await admin.post("/api/v1/partners", json=PARTNER)

        answer = await admin.post(
            "/api/v1/partners", json=PARTNER | {"name": "FACTURE ET COMPAGNIE"}
        )

        assert answer.status_code == 409
        assert answer.json()["errors"][0]["pointer"] == "#/name"

    async def test_the_same_key_twice_joins_once(self, it: Installation) -> None:
        admin = await nation(it)
        key = {"Idempotency-Key": "once"}

        first = await admin.post("/api/v1/partners", json=PARTNER, headers=key)
        again = await admin.post("/api/v1/partners", json=PARTNER, headers=key)

        assert first.json() == again.json()
        assert len((await admin.get("/api/v1/partners")).json()["items"]) == 1

    async def test_a_fee_outside_the_tiers_is_refused(self, it: Installation) -> None:
        admin = await nation(it)

        answer = await admin.post("/api/v1/partners", json=PARTNER | {"fee_cents": 1})

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "#/fee_cents"

    async def test_a_manager_of_a_centre_manages_no_partner(
        self, it: Installation
    ) -> None:
        manager = await it.client.sign_in("centre_manager", holder_id=new_id())

        answer = await manager.get("/api/v1/partners")

        assert answer.status_code == 403


class TestChanging:
    async def test_an_unpaid_fee_changes_the_standing(self, it: Installation) -> None:
        admin = await nation(it)
        joined = (await admin.post("/api/v1/partners", json=PARTNER)).json()

        answer = await admin.ask(
            "PATCH",
            f"/api/v1/partners/{joined['id']}",
            headers={"If-Match": '"v1"'},
            json={"paid_until": None},
        )

        assert answer.json()["may_propose"] is False
        assert answer.json()["name"] == PARTNER["name"]
        assert await told(it) == ["joined", "standing_changed"]

    async def test_a_stale_version_changes_nothing(self, it: Installation) -> None:
        admin = await nation(it)
        joined = (await admin.post("/api/v1/partners", json=PARTNER)).json()

        answer = await admin.ask(
            "PATCH",
            f"/api/v1/partners/{joined['id']}",
            headers={"If-Match": '"v9"'},
            json={"is_member": False},
        )

        assert answer.status_code == 412
        assert await told(it) == ["joined"]


class TestPages:
    async def test_a_partner_is_added_then_leaves_by_forms(
        self, it: Installation
    ) -> None:
        admin = await nation(it)
        browser = {"Accept": "text/html"}

        empty = await admin.page("/partenaires")
        added = await admin.post(
            "/partenaires", data={"name": "Studio Web", "fee": "500"}, headers=browser
        )
        path = added.headers["location"].partition("?")[0]
        record = await admin.page(path)
        changed = await admin.post(
            path,
            data={"version": "1", "name": "Studio Web", "fee": "500"},
            headers=browser,
        )
        after = await admin.page("/partenaires")

        assert "Aucun partenaire" in empty.text
        assert "Il manque la cotisation" in record.text
        assert changed.status_code == 303
        assert "plus membre" in after.text

    async def test_a_wrong_fee_is_shown_at_its_field(self, it: Installation) -> None:
        admin = await nation(it)

        page = await admin.post(
            "/partenaires",
            data={"name": "Studio Web", "fee": "beaucoup"},
            headers={"Accept": "text/html"},
        )

        assert page.status_code == 422
        assert 'id="f-fee-e"' in page.text
        assert "Studio Web" in page.text
