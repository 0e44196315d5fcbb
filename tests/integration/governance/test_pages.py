"""The pages of dossiers and votes, as a browser without script uses them."""

import html

import pytest

from kit.ids import new_id

from .conftest import Governance


def plain(text: str) -> str:
    return html.unescape(text).replace("\u00a0", " ").replace("\u202f", " ")


class TestDossierPage:
    async def test_takes_a_dossier_from_opening_to_decision(
        self, governance: Governance
    ) -> None:
        secretary = await governance.seat("pedagogical", "secretary")
        member = await governance.seat("pedagogical", "chair", name="Odile Fontanier")
        dossier = await governance.dossier("pedagogical")
        address = f"/dossiers/{dossier.number}"

        opened = await secretary.client.post(f"{address}/vote", data={"mode": "named"})
        [vote] = await governance.documents("votes")
        asked = await member.client.page(address)
        cast = await member.client.post(
            f"/votes/{vote['_id']}/bulletin", data={"choice": "yes"}
        )
        closed = await secretary.client.post(f"/votes/{vote['_id']}/cloture")
        page = await member.client.page(address)

        assert [one.status_code for one in (opened, cast, closed)] == [303, 303, 303]
        assert "Enregistrer mon vote" in asked.text
        assert "Un membre pouvait voter, un l’a fait" in plain(page.text)
        assert "La proposition est adoptée." in plain(page.text)
        assert "Odile Fontanier" in page.text

    async def test_shows_again_what_a_no_without_reason_lacks(
        self, governance: Governance
    ) -> None:
        secretary = await governance.seat("pedagogical", "secretary")
        member = await governance.seat("pedagogical")
        dossier = await governance.dossier("pedagogical")
        vote_id = await governance.open(dossier, secretary)

        refused = await member.client.post(
            f"/votes/{vote_id}/bulletin", data={"choice": "no"}
        )

        assert refused.status_code == 422
        assert "Un motif : dites ce qui permettrait un oui." in plain(refused.text)
        [place] = await governance.documents("ballots")
        assert place["has_voted"] is False

    async def test_says_to_who_is_set_aside_why(self, governance: Governance) -> None:
        secretary = await governance.seat("pedagogical", "secretary")
        await governance.seat("pedagogical")
        own = await governance.seat("pedagogical")
        dossier = await governance.dossier(
            "pedagogical", organisation_id=own.organisation_id
        )
        await governance.open(dossier, secretary)

        page = await own.client.page(f"/dossiers/{dossier.number}")

        assert "Vous êtes écarté de ce vote" in plain(page.text)
        assert "Enregistrer mon vote" not in page.text

    async def test_lists_the_votes_that_await_the_reader(
        self, governance: Governance
    ) -> None:
        secretary = await governance.seat("pedagogical", "secretary")
        member = await governance.seat("pedagogical")
        dossier = await governance.dossier("pedagogical")
        vote_id = await governance.open(dossier, secretary, mode="secret")

        before = await member.client.page("/dossiers")
        await governance.cast(vote_id, member, "yes")
        after = await member.client.page("/dossiers")

        assert "Aucun vote ne vous attend." not in before.text
        assert "Aucun vote ne vous attend." in after.text

    @pytest.mark.parametrize("language", ["fr", "en"])
    async def test_is_whole_in_each_state_and_language(
        self, governance: Governance, language: str
    ) -> None:
        secretary = await governance.seat("pedagogical", "secretary")
        dossier = await governance.dossier("pedagogical")
        admin = await governance.administrator()
        await governance.installation.platform.collection(
            "identity", "sessions"
        ).update_many({}, {"$set": {"language": language}})

        for client in (secretary.client, admin):
            page = await client.page(f"/dossiers/{dossier.number}")
            assert page.status_code == 200
            assert f'lang="{language}"' in page.text

    @pytest.mark.parametrize(
        "address",
        ["/dossiers/2026-9999", "/dossiers/%00", "/decisions/%24ne", "/comites/kings"],
    )
    async def test_is_absent_where_there_is_nothing(
        self, governance: Governance, address: str
    ) -> None:
        admin = await governance.administrator()

        page = await admin.page(address)

        assert page.status_code == 404

    async def test_sends_a_visitor_to_sign_in(self, governance: Governance) -> None:
        visitor = governance.installation.client

        page = await visitor.page("/dossiers")
        api = await visitor.get(f"/api/v1/votes/{new_id()}")

        assert (page.status_code, api.status_code) == (303, 401)
