"""Step 4: the committees vote, and what they decide is counted (GOV-01, 02, 05 to 10)."""

import json

import pytest

from tests.support.harness import eventually

from .ballots import (
    adopt,
    close_in_browser,
    open_in_browser,
    open_vote,
    vote_in_browser,
)
from .browser import Enter
from .cast import CLAIRE, GAETAN, HUGO, INES, LUCIE, PAUL, THOMAS, YANIS
from .site import Site
from .story import Story

pytestmark = pytest.mark.asyncio(loop_scope="session")

REASON = "Il manque un exercice."


class TestPartnersCommittee:
    """Named, on the proposer's standing."""

    async def test_the_secretary_opens_the_vote_and_the_electorate_is_frozen(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        dossier = story.take("invoice_dossier", of=3)

        shown = await open_in_browser(enter, dossier, by=PAUL, mode="named")

        assert "Corps électoral figé à l’ouverture" in shown
        assert "0 votants sur 2" in shown or "0 membre sur 2" in shown
        (told,) = await site.awaited("tn.governance.vote", "vote.opened")
        assert told["data"]["entitled_count"] == 2
        assert told["data"]["set_aside_count"] == 1

    async def test_who_proposed_is_set_aside_with_the_reason_shown(
        self, enter: Enter, story: Story
    ) -> None:
        async with enter(INES.email) as ines:
            await ines.go(f"/dossiers/{story.take('invoice_dossier', of=3)}")
            shown = await ines.text()
            rows = await ines.texts("main tbody tr")

            assert "Vous êtes écarté de ce vote" in shown
            (own,) = (row for row in rows if INES.name in row)
            assert "Écarté Conflit d’intérêts" in own
            assert await ines.page.locator("[name=choice]").count() == 0

    async def test_the_members_are_told_that_a_vote_waits(
        self, site: Site, enter: Enter
    ) -> None:
        letter = await site.letter(HUGO, "Un vote vous attend")
        async with enter(HUGO.email) as hugo:
            await hugo.page.goto(letter.link("/votes/"))

            assert "Votre vote" in await hugo.texts("main h2")
        assert await site.letters(INES, "Un vote vous attend") == []

    async def test_a_no_without_a_reason_is_refused_in_place(
        self, enter: Enter, story: Story
    ) -> None:
        dossier = story.take("invoice_dossier", of=3)

        shown = await vote_in_browser(enter, dossier, by=YANIS, choice="no")

        assert "Un champ est à corriger" in shown
        assert "Un motif : dites ce qui permettrait un oui." in shown

    async def test_a_named_vote_may_change_until_the_closing(
        self, enter: Enter, story: Story
    ) -> None:
        dossier = story.take("invoice_dossier", of=3)

        first = await vote_in_browser(
            enter, dossier, by=YANIS, choice="no", reason=REASON
        )
        second = await vote_in_browser(enter, dossier, by=YANIS, choice="abstain")
        await vote_in_browser(enter, dossier, by=HUGO, choice="yes")

        assert "Vous pouvez en changer jusqu’à la clôture" in first
        assert "Vous avez voté" in second

    async def test_no_choice_is_told_before_the_closing(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        dossier = story.take("invoice_dossier", of=3)
        paul = await site.machine(PAUL.email)

        (vote,) = await paul.items(f"/dossiers/{dossier}/votes")
        events = await site.events("tn.governance.vote")
        async with enter(PAUL.email) as secretary:
            await secretary.go(f"/dossiers/{dossier}")
            shown = await secretary.text()

        assert {one["choice"] for one in vote["electors"]} == {None}
        assert vote["tally"] is None
        assert "yes" not in json.dumps(events)
        assert REASON not in shown

    async def test_closing_prints_the_arithmetic_and_numbers_the_decision(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        dossier = story.take("invoice_dossier", of=3)

        shown = await close_in_browser(enter, dossier, by=PAUL)

        assert (
            "Deux membres pouvaient voter, deux l’ont fait : le quorum d’une personne "
            "est atteint. Sur un suffrage exprimé, un oui atteint la majorité d’une "
            "voix. La proposition est adoptée."
        ) in shown
        assert "3 − 1 = 2" in shown
        (adopted,) = await site.awaited("tn.governance.decision", "decision.adopted")
        assert adopted["data"]["number"] in shown
        assert adopted["data"]["is_final"] is False
        (forwarded,) = await site.awaited("tn.governance.dossier", "dossier.forwarded")
        assert forwarded["data"]["number"] == dossier


class TestPedagogicalCommittee:
    """Secret, on the webinar."""

    async def test_members_vote_in_secret_once_for_all(
        self, enter: Enter, story: Story
    ) -> None:
        dossier = story.take("invoice_dossier", of=3)

        await open_in_browser(enter, dossier, by=THOMAS, mode="secret")
        for member in (PAUL, LUCIE):
            shown = await vote_in_browser(enter, dossier, by=member, choice="yes")

            assert "rien ne dit quel bulletin est le vôtre" in shown
        await vote_in_browser(enter, dossier, by=HUGO, choice="no", reason=REASON)
        async with enter(HUGO.email) as hugo:
            await hugo.go(f"/dossiers/{dossier}")

            assert await hugo.page.locator("[name=choice]").count() == 0

    async def test_the_result_says_how_many_and_never_who(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        dossier = story.take("invoice_dossier", of=3)

        shown = await close_in_browser(enter, dossier, by=THOMAS)
        thomas = await site.machine(THOMAS.email)
        votes = await thomas.items(f"/dossiers/{dossier}/votes")

        assert "Sur trois suffrages exprimés, deux oui atteignent la majorité" in shown
        assert REASON in shown
        (secret,) = (one for one in votes if one["mode"] == "secret")
        assert {one["choice"] for one in secret["electors"]} == {None}
        assert {one["reason"] for one in secret["electors"]} == {None}

    async def test_its_decision_is_in_the_register_and_validates_the_webinar(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        ines = await site.machine(INES.email)
        webinar_id = story.take("invoice", of=3)

        async def validated() -> bool:
            found = await ines.get(f"/webinars/{webinar_id}")
            return bool(found["state"] == "validated")

        await eventually(validated)
        decisions = await site.awaited("tn.governance.decision", "decision.adopted", 2)
        (final,) = (one["data"] for one in decisions if one["data"]["is_final"])
        async with enter(LUCIE.email) as lucie:
            await lucie.go("/decisions?committee=pedagogical")
            await lucie.follow(final["number"])
            decision = await lucie.text()

        story.leave(4, decision=final["number"])
        assert final["effect"] == "webinar.validate"
        assert "La proposition est adoptée." in decision
        assert "Une décision ne se modifie pas." in decision


class TestResourceCentresCommittee:
    async def test_the_label_is_granted_by_its_decision(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        dossier = story.take("certification", of=2)

        await open_in_browser(enter, dossier, by=LUCIE, mode="named")
        for member in (THOMAS, PAUL, CLAIRE):
            await vote_in_browser(enter, dossier, by=member, choice="yes")
        shown = await close_in_browser(enter, dossier, by=LUCIE)
        await site.awaited("tn.registry.advisor", "advisor.certified")
        async with enter(GAETAN.email) as gaetan:
            await gaetan.go("/certification")
            label = await gaetan.text()

        assert "trois oui dépassent la majorité de deux" in shown
        assert "Vous portez le label « conseiller au numérique » jusqu’au" in label


class TestOverHttp:
    async def test_a_second_webinar_is_adopted_by_both_committees(
        self, site: Site, story: Story
    ) -> None:
        dossier = story.take("hosting", of=3)["dossier_number"]

        await adopt(site, dossier, "private_partners")
        closed = await adopt(site, dossier, "pedagogical")

        assert closed["tally"]["outcome"] == "adopted"
        assert closed["explanation_en"].endswith("The proposal is adopted.")

    async def test_a_third_waits_for_the_last_votes(
        self, site: Site, story: Story
    ) -> None:
        dossier = story.take("training", of=3)["dossier_number"]
        await adopt(site, dossier, "private_partners")

        await open_vote(site, dossier, "pedagogical")

        lucie = await site.machine(LUCIE.email)
        (waiting,) = await lucie.items("/votes")
        assert waiting["dossier_number"] == dossier
        story.leave(4, open_dossier=dossier)
