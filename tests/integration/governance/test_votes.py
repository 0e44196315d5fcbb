"""Votes over HTTP, on a real MongoDB (GOV-05 to GOV-10)."""

import asyncio
import json
from datetime import timedelta
from typing import Any, Final

import pytest

from kit.ids import new_id
from kit.mongo import OperationFailure
from schemas.documents.governance import place_id
from services.governance.decisions.repository import DecisionRepository

from .conftest import Governance, Seated

PARTNERS: Final = "private_partners"
TEACHERS: Final = "pedagogical"


async def a_table(
    governance: Governance, count: int, *, code: Any = TEACHERS
) -> tuple[Seated, list[Seated]]:
    """Seat a secretary, who does not vote, and members who do."""
    return await governance.seat(code, "secretary"), await governance.seat_many(
        code, count
    )


class TestOpening:
    async def test_freezes_the_electorate_and_sets_aside_who_has_an_interest(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 2)
        own = await governance.seat(TEACHERS)
        dossier = await governance.dossier(
            TEACHERS, organisation_id=own.organisation_id
        )

        vote_id = await governance.open(dossier, secretary)
        await governance.seat(TEACHERS)

        seen = (await members[0].client.get(f"/api/v1/votes/{vote_id}")).json()
        assert (seen["entitled_count"], seen["set_aside_count"]) == (2, 1)
        aside = [e for e in seen["electors"] if e["is_set_aside"]]
        assert [e["set_aside_for"] for e in aside] == ["own_organisation"]
        told = json.loads((await governance.told("votes"))[0]["data"])
        assert set(told["elector_ids"]) == {str(m.person_id) for m in members}

    async def test_belongs_to_the_secretary_and_the_chair(
        self, governance: Governance
    ) -> None:
        _, [member] = await a_table(governance, 1)
        dossier = await governance.dossier(TEACHERS)
        address = f"/api/v1/dossiers/{dossier.number}/votes"

        by_member = await member.client.post(address, json={})
        by_admin = await (await governance.administrator()).post(address, json={})
        by_stranger = await (await governance.somebody()).post(address, json={})

        codes = [one.status_code for one in (by_member, by_admin, by_stranger)]
        assert codes == [403, 403, 404]

    async def test_refuses_a_second_vote_on_the_same_step(
        self, governance: Governance
    ) -> None:
        secretary, _ = await a_table(governance, 1)
        dossier = await governance.dossier(TEACHERS)
        address = f"/api/v1/dossiers/{dossier.number}/votes"

        answers = await asyncio.gather(
            *(secretary.client.post(address, json={}) for _ in range(4))
        )

        assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
        assert len(await governance.documents("votes")) == 1

    async def test_asked_twice_under_one_key_opens_once(
        self, governance: Governance
    ) -> None:
        secretary, _ = await a_table(governance, 1)
        dossier = await governance.dossier(TEACHERS)
        address = f"/api/v1/dossiers/{dossier.number}/votes"

        answers = [
            await secretary.client.post(
                address, json={}, headers={"Idempotency-Key": "open-1"}
            )
            for _ in range(2)
        ]

        assert {one.status_code for one in answers} == {201}
        assert answers[0].json()["id"] == answers[1].json()["id"]

    async def test_refuses_when_nobody_may_vote(self, governance: Governance) -> None:
        secretary, _ = await a_table(governance, 0)
        dossier = await governance.dossier(TEACHERS)

        refused = await secretary.client.post(
            f"/api/v1/dossiers/{dossier.number}/votes", json={}
        )

        assert refused.status_code == 409
        assert refused.json()["type"] == "/problems/NobodyEntitled"
        assert await governance.documents("due_jobs") == []

    @pytest.mark.parametrize(
        "asked",
        [
            {"mode": "shouted"},
            {"days": 0},
            {"days": "many"},
            {"closes_at": "2026-01-01T00:00:00"},
            {"closes_at": "2020-01-01T00:00:00Z"},
            {"days": 2, "closes_at": "2099-01-01T00:00:00Z"},
            {"quorum": 1},
        ],
    )
    async def test_refuses_bad_input_and_changes_nothing(
        self, governance: Governance, asked: dict[str, Any]
    ) -> None:
        secretary, _ = await a_table(governance, 1)
        dossier = await governance.dossier(TEACHERS)

        refused = await secretary.client.post(
            f"/api/v1/dossiers/{dossier.number}/votes", json=asked
        )

        assert refused.status_code == 422
        assert await governance.documents("votes") == []


class TestCasting:
    async def test_forty_members_at_once_never_meet(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 40)
        dossier = await governance.dossier(TEACHERS)
        named = await governance.open(dossier, secretary)

        answers = await asyncio.gather(
            *(governance.cast(named, one, "yes") for one in members)
        )
        closed = (await governance.close(named, secretary)).json()

        assert {one.status_code for one in answers} == {200}
        assert closed["tally"]["yes"] == closed["tally"]["voted"] == 40

    async def test_forty_members_at_once_never_meet_in_a_secret_vote(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 40)
        dossier = await governance.dossier(TEACHERS)
        secret = await governance.open(dossier, secretary, mode="secret")

        answers = await asyncio.gather(
            *(governance.cast(secret, one, "abstain") for one in members)
        )
        closed = (await governance.close(secret, secretary)).json()

        assert {one.status_code for one in answers} == {200}
        assert closed["tally"]["abstain"] == closed["tally"]["voted"] == 40

    async def test_a_named_ballot_changes_until_the_closing(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 1)
        vote_id = await governance.open(await governance.dossier(TEACHERS), secretary)
        await governance.cast(vote_id, members[0], "no", "Trop de marques.")

        await governance.cast(vote_id, members[0], "yes")
        closed = (await governance.close(vote_id, secretary)).json()
        late = await governance.cast(vote_id, members[0], "no", "Trop tard.")

        assert (closed["tally"]["yes"], closed["tally"]["no"]) == (1, 0)
        assert closed["reasons"] == []
        assert late.status_code == 409

    async def test_a_secret_ballot_is_final(self, governance: Governance) -> None:
        secretary, members = await a_table(governance, 2)
        dossier = await governance.dossier(TEACHERS)
        vote_id = await governance.open(dossier, secretary, mode="secret")

        answers = await asyncio.gather(
            *(governance.cast(vote_id, members[0], "yes") for _ in range(5))
        )

        assert sorted(one.status_code for one in answers) == [200, 409, 409, 409, 409]
        assert len(await governance.documents("sealed_ballots")) == 1

    async def test_asks_a_reason_of_a_no(self, governance: Governance) -> None:
        secretary, members = await a_table(governance, 1)
        vote_id = await governance.open(await governance.dossier(TEACHERS), secretary)

        refused = await governance.cast(vote_id, members[0], "no", "   ")

        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "#/reason"

    async def test_is_refused_to_who_has_no_place(self, governance: Governance) -> None:
        secretary, _ = await a_table(governance, 1)
        own = await governance.seat(TEACHERS)
        observer = await governance.seat(TEACHERS, "observer")
        dossier = await governance.dossier(
            TEACHERS, organisation_id=own.organisation_id
        )
        vote_id = await governance.open(dossier, secretary)
        stranger = Seated(new_id(), new_id(), await governance.somebody())

        refusals = [
            await governance.cast(vote_id, one, "yes")
            for one in (own, observer, secretary, stranger)
        ]
        unknown = await governance.cast(str(new_id()), observer, "yes")

        assert [one.status_code for one in refusals] == [403, 403, 403, 404]
        assert unknown.status_code == 404
        assert refusals[0].json()["type"] == "/problems/SetAsideForOrganisation"

    async def test_is_still_taken_from_an_elector_who_has_left_since(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 2)
        dossier = await governance.dossier(TEACHERS)
        vote_id = await governance.open(dossier, secretary)
        admin = await governance.administrator()
        await admin.ask(
            "DELETE", f"/api/v1/committees/{TEACHERS}/members/{members[0].person_id}"
        )

        seen = await members[0].client.page(f"/dossiers/{dossier.number}")
        cast = await governance.cast(vote_id, members[0], "yes")

        assert (seen.status_code, cast.status_code) == (200, 200)


class TestChoices:
    async def test_no_choice_leaves_a_named_vote_before_its_closing(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 3)
        dossier = await governance.dossier(TEACHERS)
        vote_id = await governance.open(dossier, secretary)
        await governance.cast(vote_id, members[0], "no", "Trop de marques.")

        api = await members[1].client.get(f"/api/v1/votes/{vote_id}")
        page = await members[1].client.page(f"/dossiers/{dossier.number}")
        told = await governance.told("votes")

        assert api.json()["voted_count"] == 1
        assert [e["choice"] for e in api.json()["electors"]] == [None, None, None]
        for text in (api.text, page.text, str(told)):
            assert "Trop de marques" not in text
        own = (await members[0].client.get(f"/api/v1/votes/{vote_id}")).json()["own"]
        assert own["choice"] == "no"

    async def test_after_the_closing_members_read_them_and_the_partner_only_reasons(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 3)
        organisation_id = new_id()
        dossier = await governance.dossier(TEACHERS, organisation_id=organisation_id)
        vote_id = await governance.open(dossier, secretary)
        await governance.cast_all(vote_id, members, ["no", "no", "yes"])
        await governance.close(vote_id, secretary)
        partner = await governance.partner(organisation_id)

        by_member = (await members[0].client.get(f"/api/v1/votes/{vote_id}")).json()
        by_partner = (await partner.get(f"/api/v1/votes/{vote_id}")).json()
        page = await partner.page(f"/dossiers/{dossier.number}")

        choices = sorted(e["choice"] for e in by_member["electors"])
        assert choices == ["no", "no", "yes"]
        assert by_partner["electors"] == []
        assert by_partner["reasons"] == ["À revoir.", "À revoir."]
        assert "À revoir." in page.text
        assert str(members[0].person_id) not in page.text

    async def test_another_organisation_s_partner_sees_nothing(
        self, governance: Governance
    ) -> None:
        secretary, _ = await a_table(governance, 1)
        dossier = await governance.dossier(TEACHERS, organisation_id=new_id())
        vote_id = await governance.open(dossier, secretary)
        partner = await governance.partner(new_id())

        answers = [
            await partner.get(f"/api/v1/dossiers/{dossier.number}"),
            await partner.get(f"/api/v1/dossiers/{dossier.id}/votes"),
            await partner.get(f"/api/v1/votes/{vote_id}"),
            await partner.page(f"/dossiers/{dossier.number}"),
        ]
        listed = (await partner.get("/api/v1/dossiers")).json()

        assert [one.status_code for one in answers] == [404] * 4
        assert listed["items"] == []


class TestClosing:
    async def test_adopts_numbers_tells_and_forwards_in_one_write(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 3, code=PARTNERS)
        dossier = await governance.dossier(PARTNERS, TEACHERS)
        vote_id = await governance.open(dossier, secretary)
        await governance.cast_all(vote_id, members, ["yes", "yes", "no"])

        closed = (await governance.close(vote_id, secretary)).json()

        [decision] = await governance.documents("decisions")
        [stored] = await governance.documents("dossiers")
        year = decision["decided_on"][:4]
        assert decision["number"] == closed["decision_number"] == f"CPP-{year}-001"
        assert (decision["outcome"], decision["is_final"]) == ("adopted", False)
        assert [step["state"] for step in stored["path"]] == ["adopted", "current"]
        types = [
            entry["type"].split("governance.")[1]
            for name in ("votes", "decisions", "dossiers")
            for entry in await governance.told(name)
        ]
        assert types == [
            "vote.opened.v1",
            "vote.closed.v1",
            "decision.adopted.v1",
            "dossier.opened.v1",
            "dossier.forwarded.v1",
        ]
        assert await governance.documents("due_jobs") == []

    async def test_of_the_last_committee_is_final(self, governance: Governance) -> None:
        secretary, members = await a_table(governance, 1)
        dossier = await governance.dossier(TEACHERS)
        vote_id = await governance.open(dossier, secretary)
        await governance.cast_all(vote_id, members, ["yes"])

        await governance.close(vote_id, secretary)

        [decision] = await governance.documents("decisions")
        [stored] = await governance.documents("dossiers")
        assert (decision["is_final"], stored["state"]) == (True, "adopted")
        again = await secretary.client.post(
            f"/api/v1/dossiers/{dossier.number}/votes", json={}
        )
        assert again.json()["type"] == "/problems/DossierIsClosed"

    async def test_rejected_by_the_first_ends_the_path(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 1, code=PARTNERS)
        dossier = await governance.dossier(PARTNERS, TEACHERS)
        vote_id = await governance.open(dossier, secretary)
        await governance.cast_all(vote_id, members, ["no"])

        await governance.close(vote_id, secretary)

        [stored] = await governance.documents("dossiers")
        assert stored["state"] == "rejected"
        assert [step["state"] for step in stored["path"]] == ["rejected", "waiting"]

    async def test_waits_for_every_member(self, governance: Governance) -> None:
        secretary, members = await a_table(governance, 2)
        vote_id = await governance.open(await governance.dossier(TEACHERS), secretary)
        await governance.cast_all(vote_id, members[:1], ["yes"])

        early = await governance.close(vote_id, secretary)

        assert early.status_code == 409
        assert early.json()["facts"] == {"voted": 1, "entitled": 2}
        assert (await governance.cast(vote_id, members[1], "yes")).status_code == 200

    async def test_many_times_at_once_decides_once(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 2)
        vote_id = await governance.open(await governance.dossier(TEACHERS), secretary)
        await governance.cast_all(vote_id, members, ["yes", "yes"])
        job = {"vote_id": vote_id}

        answers = await asyncio.gather(
            *(governance.close(vote_id, secretary) for _ in range(4)),
            *(governance.closing.close_due(job) for _ in range(4)),
        )

        codes = sorted(one.status_code for one in answers if one is not None)
        assert codes == [200, 409, 409, 409]
        assert len(await governance.documents("decisions")) == 1
        [counter] = await governance.documents("counters", last=1)
        assert counter["_id"].startswith("CP/")

    async def test_counts_every_ballot_that_was_accepted(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 12)
        dossier = await governance.dossier(TEACHERS)
        vote_id = await governance.open(dossier, secretary, mode="secret")
        await governance.cast_all(vote_id, members[:6], ["yes"] * 6)
        governance.closing._clock = lambda: (  # the end has come for the closing alone
            governance.installation.platform.clock() + timedelta(days=10)
        )

        answers = await asyncio.gather(
            *(governance.cast(vote_id, one, "yes") for one in members[6:9]),
            governance.closing.close_due({"vote_id": vote_id}),
            *(governance.cast(vote_id, one, "yes") for one in members[9:]),
        )

        accepted = sum(a.status_code == 200 for a in answers if a is not None)
        [vote] = await governance.documents("votes")
        assert vote["tally"]["yes"] == vote["tally"]["voted"] == 6 + accepted

    async def test_by_itself_at_its_end_and_never_before(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 2)
        vote_id = await governance.open(await governance.dossier(TEACHERS), secretary)
        await governance.cast_all(vote_id, members[:1], ["yes"])

        await governance.closing.close_due({"vote_id": vote_id})
        [early] = await governance.documents("votes")
        clock = governance.installation.platform.clock
        governance.closing._clock = lambda: clock() + timedelta(days=5)
        await governance.closing.close_due({"vote_id": vote_id})
        await governance.closing.close_due({"vote_id": vote_id})

        [closed] = await governance.documents("votes")
        assert (early["state"], closed["state"]) == ("open", "closed")
        assert closed["tally"]["outcome"] == "adopted"
        assert len(await governance.documents("decisions")) == 1

    async def test_without_a_quorum_decides_nothing_and_lets_another_vote_open(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 5)
        dossier = await governance.dossier(TEACHERS)
        vote_id = await governance.open(dossier, secretary, mode="secret")
        await governance.cast_all(vote_id, members[:2], ["yes", "no"])
        clock = governance.installation.platform.clock
        governance.closing._clock = lambda: clock() + timedelta(days=5)

        await governance.closing.close_due({"vote_id": vote_id})
        second = await governance.open(dossier, secretary)

        seen = (await members[0].client.get(f"/api/v1/votes/{vote_id}")).json()
        assert seen["tally"]["outcome"] == "no_quorum"
        assert (seen["tally"]["yes"], seen["tally"]["no"]) == (0, 0)
        assert seen["reasons"] == []
        assert second != vote_id
        assert await governance.documents("decisions") == []
        assert await governance.documents("sealed_ballots") == []

    async def test_writes_all_of_it_or_nothing(
        self, governance: Governance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secretary, members = await a_table(governance, 1)
        dossier = await governance.dossier(TEACHERS)
        vote_id = await governance.open(dossier, secretary, mode="secret")
        await governance.cast_all(vote_id, members, ["no"])
        before = [
            await governance.documents(name)
            for name in ("votes", "dossiers", "sealed_ballots", "sealed_reasons")
        ]

        async def breaks(*_: Any, **__: Any) -> None:
            raise RuntimeError

        with monkeypatch.context() as patched:
            patched.setattr(DecisionRepository, "add", breaks)
            broken = await governance.close(vote_id, secretary)

        after = [
            await governance.documents(name)
            for name in ("votes", "dossiers", "sealed_ballots", "sealed_reasons")
        ]
        assert broken.status_code == 500
        assert after == before
        assert (await governance.close(vote_id, secretary)).status_code == 200
        [decision] = await governance.documents("decisions")
        assert decision["number"].endswith("-001")

    async def test_of_a_withdrawn_dossier_reads_no_ballot(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 1)
        dossier = await governance.dossier(TEACHERS)
        vote_id = await governance.open(dossier, secretary)
        await governance.cast_all(vote_id, members, ["yes"])
        dossiers = governance.installation.platform.collection("governance", "dossiers")
        await dossiers.update_one({}, {"$set": {"state": "withdrawn"}})

        closed = (await governance.close(vote_id, secretary)).json()

        assert closed["tally"]["outcome"] == "void"
        assert await governance.documents("decisions") == []
        page = await secretary.client.page(f"/dossiers/{dossier.number}")
        assert page.status_code == 200


class TestDecisions:
    async def test_are_read_by_members_and_the_partner_concerned(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 1)
        organisation_id = new_id()
        dossier = await governance.dossier(TEACHERS, organisation_id=organisation_id)
        vote_id = await governance.open(dossier, secretary)
        await governance.cast_all(vote_id, members, ["yes"])
        number = (await governance.close(vote_id, secretary)).json()["decision_number"]
        steering = await governance.seat("steering")
        readers = [
            steering.client,
            await governance.partner(organisation_id),
            await governance.partner(new_id()),
            await governance.somebody(),
        ]

        api = [await one.get(f"/api/v1/decisions/{number}") for one in readers]
        pages = [await one.page(f"/decisions/{number}") for one in readers]
        registers = [await one.page("/decisions") for one in readers]

        assert [one.status_code for one in api] == [200, 200, 404, 404]
        assert [one.status_code for one in pages] == [200, 200, 404, 404]
        assert [number in one.text for one in registers] == [True, True, False, False]
        text = api[0].json()["text_en"]
        assert text.endswith("The proposal is adopted.")

    async def test_have_no_address_that_changes_them(
        self, governance: Governance
    ) -> None:
        admin = await governance.administrator()

        answers = [
            await admin.ask(method, f"/api/v1/decisions/{new_id()}", json={})
            for method in ("PUT", "PATCH", "POST", "DELETE")
        ]

        assert {one.status_code for one in answers} == {405}


class TestSharedDocuments:
    @pytest.mark.parametrize(
        ("name", "malformed"),
        [
            ("sealed_ballots", {"choice": "maybe"}),
            ("sealed_ballots", {"person_id": new_id()}),
            ("participations", {"choice": "yes"}),
            ("participations", {"cast_at": "now"}),
            ("ballots", {"version": 0}),
            ("votes", {"state": "ajar"}),
            ("dossiers", {"number": "147"}),
            ("decisions", {"number": "cp-1"}),
        ],
    )
    async def test_refuse_what_is_malformed(
        self, governance: Governance, name: str, malformed: dict[str, Any]
    ) -> None:
        secretary, members = await a_table(governance, 2)
        dossier = await governance.dossier(TEACHERS)
        first = await governance.open(dossier, secretary)
        await governance.cast_all(first, members, ["yes", "yes"])
        await governance.close(first, secretary)
        other = await governance.dossier(TEACHERS)
        secret = await governance.open(other, secretary, mode="secret")
        await governance.cast_all(secret, members[:1], ["yes"])
        documents = governance.installation.platform.collection("governance", name)
        sound = await documents.find_one({})
        assert sound is not None

        with pytest.raises(OperationFailure) as refused:
            await documents.insert_one({**sound, **malformed, "_id": new_id()})

        assert refused.value.code == 121

    async def test_say_who_is_awaited_by_the_name_of_the_place(
        self, governance: Governance
    ) -> None:
        secretary, members = await a_table(governance, 2)
        dossier = await governance.dossier(TEACHERS)
        vote = (await governance.open(dossier, secretary, mode="secret"),)
        await governance.cast_all(vote[0], members[:1], ["yes"])

        places = {
            one["_id"]: one["has_voted"]
            for one in await governance.documents("participations")
        }

        [stored] = await governance.documents("votes")
        assert places == {
            place_id(stored["_id"], members[0].person_id): True,
            place_id(stored["_id"], members[1].person_id): False,
        }
