"""The committees' commands when the process dies between the write and the answer."""

from kit.identity.cards import Card
from kit.ids import new_id
from schemas.events.governance import CommitteeCode
from tests.support.dying import every_change_dies

from .conftest import Governance

TEACHERS: CommitteeCode = "pedagogical"


class TestDying:
    async def test_a_vote_is_opened_closed_and_decided_once(
        self, governance: Governance
    ) -> None:
        secretary = await governance.seat(TEACHERS, "secretary")
        members = await governance.seat_many(TEACHERS, 3)
        dossier = await governance.dossier(TEACHERS)

        with every_change_dies():
            vote_id = await governance.open(dossier, secretary)
            await governance.cast_all(vote_id, members, ["yes", "yes", "no"])
            closed = await governance.close(vote_id, secretary)

        assert closed.status_code == 200
        assert closed.json()["state"] == "closed"
        assert len(await governance.documents("decisions")) == 1
        assert len(await governance.told("votes")) == 2

    async def test_a_member_is_seated_once(self, governance: Governance) -> None:
        administrator = await governance.administrator()
        card = Card(id=new_id(), first_name="Ana", last_name="Costa")
        await governance.installation.platform.cards.add(card)
        wanted = {
            "person_id": str(card.id),
            "organisation_id": str(new_id()),
            "role": "voting",
        }

        with every_change_dies():
            seated = await administrator.post(
                f"/api/v1/committees/{TEACHERS}/members", json=wanted
            )

        assert seated.status_code == 201
        assert len(seated.json()["members"]) == 1
