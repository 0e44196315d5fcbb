"""Committees over HTTP, on a real MongoDB (GOV-01, GOV-02)."""

import asyncio
import json

from kit.identity.cards import Card
from kit.ids import new_id

from .conftest import Governance

CODES = {"resource_centres", "pedagogical", "private_partners", "steering"}


def an_appointment(**changes: object) -> dict[str, object]:
    given = {"person_id": new_id(), "organisation_id": new_id(), "role": "voting"}
    return {name: str(value) for name, value in (given | changes).items()}


class TestFounding:
    async def test_establishes_four_committees_once(
        self, governance: Governance
    ) -> None:
        before = await governance.documents("committees")

        await governance.installation.services[0].prepare(
            governance.installation.provided
        )

        assert {one["code"] for one in before} == CODES
        assert await governance.documents("committees") == before
        assert {told["type"].split(".")[-2] for told in before[0]["pending"]} == {
            "established"
        }


class TestSeat:
    async def test_tells_who_sits_without_a_name(self, governance: Governance) -> None:
        secretary = await governance.seat("pedagogical", "secretary")

        [stored] = await governance.documents("committees", code="pedagogical")
        told = json.loads(stored["pending"][-1]["data"])

        assert told["member_ids"] == [str(secretary.person_id)]
        assert told["officer_ids"] == [str(secretary.person_id)]
        assert told["voting_seats"] == 0

    async def test_shows_members_by_name(self, governance: Governance) -> None:
        member = await governance.seat("pedagogical", name="Odile Fontanier")

        seen = await member.client.get("/api/v1/committees/pedagogical")

        assert [one["name"] for one in seen.json()["members"]] == ["Odile Fontanier"]
        assert seen.headers["etag"] == '"v2"'

    async def test_is_the_national_administration_s_act(
        self, governance: Governance
    ) -> None:
        member = await governance.seat("pedagogical")

        refused = await member.client.post(
            "/api/v1/committees/pedagogical/members", json=an_appointment()
        )

        assert refused.status_code == 403

    async def test_refuses_a_person_who_has_no_card(
        self, governance: Governance
    ) -> None:
        admin = await governance.administrator()

        refused = await admin.post(
            "/api/v1/committees/pedagogical/members", json=an_appointment()
        )

        assert refused.status_code == 409
        assert refused.json()["type"] == "/problems/PersonUnknown"

    async def test_asked_twice_under_one_key_seats_once(
        self, governance: Governance
    ) -> None:
        admin, card = await governance.administrator(), Card(id=new_id())
        await governance.installation.platform.cards.add(card)
        appointment = an_appointment(person_id=card.id)
        address = "/api/v1/committees/pedagogical/members"

        answers = [
            await admin.post(
                address, json=appointment, headers={"Idempotency-Key": "seat-1"}
            )
            for _ in range(2)
        ]

        assert [one.status_code for one in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert len(answers[1].json()["members"]) == 1

    async def test_lets_many_be_seated_at_once(self, governance: Governance) -> None:
        await asyncio.gather(*(governance.seat("steering") for _ in range(8)))

        [steering] = await governance.documents("committees", code="steering")
        assert len(steering["members"]) == 8
        assert steering["sequence"] == len(steering["pending"]) == 9

    async def test_ends_and_stays_in_the_history(self, governance: Governance) -> None:
        admin, member = (
            await governance.administrator(),
            await governance.seat("steering"),
        )

        left = await admin.ask(
            "DELETE", f"/api/v1/committees/steering/members/{member.person_id}"
        )

        [shown] = left.json()["members"]
        assert (shown["is_sitting"], shown["left_on"] is not None) == (False, True)


class TestRules:
    async def test_change_on_condition_of_the_version_read(
        self, governance: Governance
    ) -> None:
        admin = await governance.administrator()
        read = await admin.get("/api/v1/committees/steering")
        wanted = read.json()["rules"] | {"majority_base": "entitled"}
        address = "/api/v1/committees/steering/rules"
        match = {"If-Match": read.headers["etag"]}

        changed = await admin.ask("PUT", address, json=wanted, headers=match)
        stale = await admin.ask("PUT", address, json=wanted, headers=match)

        assert changed.json()["rules"]["majority_base"] == "entitled"
        assert (changed.status_code, stale.status_code) == (200, 412)

    async def test_refuse_a_share_beyond_the_whole(
        self, governance: Governance
    ) -> None:
        admin = await governance.administrator()
        beyond = {"quorum_share": {"numerator": 3, "denominator": 2}}

        refused = await admin.ask(
            "PUT",
            "/api/v1/committees/steering/rules",
            json=beyond,
            headers={"If-Match": '"v1"'},
        )

        assert refused.status_code == 422


class TestPages:
    async def test_show_seats_and_rules_in_both_languages(
        self, governance: Governance
    ) -> None:
        member = await governance.seat("pedagogical", name="Odile Fontanier")

        french = await member.client.page("/comites/pedagogical")
        english = await member.client.page(
            "/comites/pedagogical", headers={"Cookie": "language=en"}
        )
        listed = await member.client.page("/comites")

        assert (french.status_code, listed.status_code) == (200, 200)
        assert "Odile Fontanier" in french.text
        assert "La moitié du corps électoral" in french.text
        assert english.status_code == 200

    async def test_seat_a_member_by_address(self, governance: Governance) -> None:
        admin, card = (
            await governance.administrator(),
            Card(id=new_id(), email="odile@exemple.fr"),
        )
        await governance.installation.platform.cards.add(card)
        form = {
            "email": "Odile@exemple.fr",
            "organisation_id": str(new_id()),
            "role": "chair",
        }

        seated = await admin.post("/comites/steering/membres", data=form)
        wrong = await admin.post(
            "/comites/steering/membres", data=form | {"email": "", "role": "king"}
        )

        assert seated.status_code == 303
        assert wrong.status_code == 422
        [steering] = await governance.documents("committees", code="steering")
        assert [one["person_id"] for one in steering["members"]] == [card.id]
