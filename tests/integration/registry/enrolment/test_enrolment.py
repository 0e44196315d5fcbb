"""REG-07, REG-08: from the census to an active advisor, on real servers."""

import re

from kit.ids import new_id
from tests.support.advisors import (
    PASSWORD,
    activated,
    enrolled,
    link_of,
    list_advisor,
    manager_of,
)
from tests.support.harness import Installation

INVITED = "fr.transition-numerique.registry.advisor.invited.v1"


async def told(it: Installation) -> list[str]:
    """List the types of event that wait in the advisors' documents, in order."""
    found = it.platform.collection("registry", "advisors").find({})
    return [one["type"] async for doc in found for one in doc["pending"]]


class TestInviting:
    async def test_invites_a_listed_advisor_and_tells_it(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)

        answer = await manager.post(f"/api/v1/advisors/{known.id}/invitation")

        assert answer.status_code == 200
        assert answer.json()["status"] == "invited"
        assert (await told(it))[-1] == INVITED

    async def test_a_foreign_advisor_looks_absent(self, it: Installation) -> None:
        known = await list_advisor(it, centre_id=new_id())
        stranger = await manager_of(it, new_id())

        answers = [
            await stranger.get(f"/api/v1/advisors/{known.id}"),
            await stranger.post(f"/api/v1/advisors/{known.id}/invitation"),
            await stranger.page(f"/conseillers/{known.id}"),
        ]

        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert INVITED not in await told(it)

    async def test_an_advisor_held_by_the_nation_is_foreign_to_every_centre(
        self, it: Installation
    ) -> None:
        known = await list_advisor(it, centre_id=None)
        manager = await manager_of(it, new_id())
        nation = await it.client.sign_in("national_admin")

        refused = await manager.get(f"/api/v1/advisors/{known.id}")
        shown = await nation.get(f"/api/v1/advisors/{known.id}")

        assert (refused.status_code, shown.status_code) == (404, 200)

    async def test_the_same_key_twice_invites_once(self, it: Installation) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        path = f"/api/v1/advisors/{known.id}/invitation"

        first = await manager.post(path, headers={"Idempotency-Key": "once"})
        again = await manager.post(path, headers={"Idempotency-Key": "once"})

        assert first.json() == again.json()
        assert (await told(it)).count(INVITED) == 1

    async def test_invites_those_who_can_be_and_names_the_others(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        silent = await list_advisor(it, centre_id=centre_id, email="")
        gone = await list_advisor(it, centre_id=centre_id, status="left")
        foreign = await list_advisor(it, centre_id=new_id())
        manager = await manager_of(it, centre_id)
        everyone = [str(one.id) for one in (known, silent, gone, foreign)]

        answer = await manager.post(
            "/api/v1/invitations", json={"advisor_ids": everyone}
        )

        assert answer.json() == {
            "invited": [str(known.id)],
            "refused": [
                {"advisor_id": str(silent.id), "reason": "no_email"},
                {"advisor_id": str(gone.id), "reason": "illegal_step"},
                {"advisor_id": str(foreign.id), "reason": "not_found"},
            ],
        }

    async def test_an_advisor_may_not_invite(self, it: Installation) -> None:
        known = await list_advisor(it)
        other = await it.client.sign_in("advisor")

        answer = await other.post(f"/api/v1/advisors/{known.id}/invitation")

        assert answer.status_code == 403


class TestAccepting:
    async def test_opening_the_link_changes_nothing(self, it: Installation) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        await manager.post(f"/api/v1/advisors/{known.id}/invitation")

        page = await it.client.page(f"/invitation/{link_of(it, known)}")

        assert page.status_code == 200
        assert "Nadia Belkacem" in page.text
        row = await manager.get(f"/api/v1/advisors/{known.id}")
        assert row.json()["status"] == "invited"

    async def test_a_browser_goes_from_the_link_to_active(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        await manager.post(f"/api/v1/advisors/{known.id}/invitation")
        browser = {"Accept": "text/html"}

        accepted = await it.client.post(
            f"/invitation/{link_of(it, known)}",
            data={"password": PASSWORD, "language": "fr"},
            headers=browser,
        )
        charter = await it.client.page("/charte")
        fields = dict(
            re.findall(r'name="(version|hash)" value="([^"]+)"', charter.text)
        )
        signed = await it.client.post("/charte", data=fields, headers=browser)
        after = await it.client.page("/charte?done=signed")

        assert (accepted.status_code, accepted.headers["location"]) == (303, "/charte")
        assert signed.status_code == 303
        assert "Vous êtes actif" in after.text
        assert fields["hash"] in after.text

    async def test_a_short_password_is_shown_at_its_field(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        await manager.post(f"/api/v1/advisors/{known.id}/invitation")

        page = await it.client.post(
            f"/invitation/{link_of(it, known)}",
            data={"password": "court", "language": "fr"},
            headers={"Accept": "text/html"},
        )

        assert page.status_code == 422
        assert "12 signes au moins" in page.text
        assert "court" not in page.text.replace("courte", "")

    async def test_a_link_that_was_replaced_no_longer_works(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        for _ in range(2):
            await manager.post(f"/api/v1/advisors/{known.id}/invitation")

        answer = await it.client.post(
            "/api/v1/invitations/acceptance",
            json={"token": link_of(it, known, n=1), "password": PASSWORD},
        )

        assert answer.status_code == 410

    async def test_a_second_answer_is_refused_and_opens_no_second_account(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        await enrolled(it, known, await manager_of(it, centre_id))

        answer = await it.client.post(
            "/api/v1/invitations/acceptance",
            json={"token": link_of(it, known), "password": PASSWORD},
        )

        accounts = it.platform.collection("identity", "accounts")
        assert answer.status_code == 409
        assert "inscrit" in answer.json()["detail"]
        assert await accounts.count_documents({}) == 1

    async def test_a_forged_link_is_no_link(self, it: Installation) -> None:
        answer = await it.client.page("/invitation/forged")

        assert answer.status_code == 404

    async def test_a_person_with_an_account_keeps_its_password(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id, email="deux@exemple.fr")
        nation = await it.client.sign_in("national_admin")
        await nation.post(
            "/api/v1/people",
            json={
                "first_name": "Nadia",
                "last_name": "Belkacem",
                "email": "deux@exemple.fr",
                "role": "member",
                "password": PASSWORD,
            },
        )

        own = await enrolled(it, known, await manager_of(it, centre_id))

        account = (await own.get("/api/v1/account")).json()
        roles = [grant["role"] for grant in account["grants"]]
        assert roles == ["member", "advisor"]


class TestSigning:
    async def test_an_enrolled_advisor_becomes_active(self, it: Installation) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)

        own = await activated(it, known, await manager_of(it, centre_id))

        me = (await own.get("/api/v1/advisors/me")).json()
        assert me["status"] == "active"
        assert me["charter"]["version"] == 1
        assert [one.split(".")[-2] for one in await told(it)] == [
            "listed",
            "invited",
            "enrolled",
            "activated",
        ]

    async def test_another_text_than_the_current_one_is_refused(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        own = await enrolled(it, known, await manager_of(it, centre_id))

        answer = await own.post(
            "/api/v1/charter/signature", json={"version": 1, "hash": "0" * 64}
        )

        assert answer.status_code == 409
        assert (await own.get("/api/v1/advisors/me")).json()["status"] == "enrolled"


class TestHalting:
    async def test_suspends_resumes_and_notes_a_departure(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        await activated(it, known, manager)
        path = f"/api/v1/advisors/{known.id}"

        steps = [
            await manager.post(f"{path}/suspension", json={"reason": "Congé long"}),
            await manager.post(f"{path}/resumption"),
            await manager.post(f"{path}/departure", json={"reason": "Mutation"}),
            await manager.post(f"{path}/resumption"),
        ]

        assert [step.json()["status"] for step in steps] == [
            "suspended",
            "active",
            "left",
            "active",
        ]

    async def test_an_illegal_step_names_the_state_and_what_is_missing(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)

        answer = await manager.post(
            f"/api/v1/advisors/{known.id}/suspension", json={"reason": "Congé long"}
        )

        assert answer.status_code == 409
        assert "recensé" in answer.json()["detail"]
        assert "invitation" in answer.json()["detail"]

    async def test_the_reason_stays_out_of_events(self, it: Installation) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        await activated(it, known, manager)

        await manager.post(
            f"/api/v1/advisors/{known.id}/suspension", json={"reason": "Congé long"}
        )

        document = await it.platform.collection("registry", "advisors").find_one({})
        assert document is not None
        assert "Congé long" not in str(document["pending"])
        assert "Belkacem" not in str(document["pending"])
