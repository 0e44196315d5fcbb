"""Step 2: listed, invited, enrolled, active; each step in its turn (REG-07, 08, 09)."""

import re
from typing import Any

import pytest

from .browser import Enter, Person
from .cast import (
    CLAIRE,
    DAMIEN,
    FAR_AWAY,
    GAETAN,
    MUTED,
    NOT_SIGNED,
    OTHER_THEMES,
    PASSWORD,
    PAUL,
    Actor,
)
from .letters import Letter
from .looking import seen
from .machine import Machine
from .site import Site
from .story import Story

pytestmark = pytest.mark.asyncio(loop_scope="session")

INVITATION = "Ouvrez votre compte"
ADVISORS = "tn.registry.advisor"


async def record_of(manager: Machine, actor: Actor) -> dict[str, Any]:
    """Find the advisor's record by its e-mail."""
    records = await manager.items("/advisors")
    (found,) = (one for one in records if one["email"] == actor.email)
    return dict(found)


def token_in(letter: Letter) -> str:
    return letter.link("/invitation/").rpartition("/")[2]


class TestInvitation:
    async def test_the_manager_ticks_a_name_and_the_invitation_arrives_by_smtp(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        story.take("centres", of=1)

        async with enter(CLAIRE.email) as claire:
            await claire.go("/conseillers?name=roy")
            await claire.page.check(f"[aria-label='Choisir {GAETAN.name}']")
            await claire.press("Inviter les personnes cochées")
            shown = await claire.text()

        assert "1 invitation part par e-mail" in shown
        letter = await site.letter(GAETAN, INVITATION)
        assert letter.header("Message-ID")
        assert "Bonjour Gaëtan" in letter.text
        assert token_in(letter) in letter.html
        (told,) = await site.awaited(ADVISORS, "advisor.invited")
        assert GAETAN.email not in str(told)
        story.leave(2, invitation=letter)

    async def test_what_only_looks_at_the_link_changes_nothing(
        self, site: Site, story: Story
    ) -> None:
        letter: Letter = story.take("invitation", of=2)
        claire = await site.machine(CLAIRE.email)

        for _ in range(2):
            await site.nobody.ask("GET", f"/invitation/{token_in(letter)}")

        record = await record_of(claire, GAETAN)
        assert record["status"] == "invited"
        (place,) = record["affiliations"]
        story.leave(2, gaetan=record["id"], structure=place["structure_id"])

    async def test_it_is_found_in_the_mailbox_page_and_opens_an_account(
        self, someone: Person
    ) -> None:
        await someone.go(f"/courrier?a={GAETAN.email}")
        await seen(someone, "mailbox", language="fr")
        await someone.follow("Ouvrez votre compte de conseiller au numérique")
        await seen(someone, "message", language="fr")
        await someone.page.locator("main a[href*='/invitation/']").first.click()
        await someone.page.wait_for_url("**/invitation/**")
        await seen(someone, "invitation", language="fr")
        await someone.page.fill("[name=password]", "trop court")
        await someone.page.locator(
            "form", has=someone.page.locator("#f-password")
        ).evaluate("form => { form.noValidate = true }")
        await someone.press("Ouvrir mon compte")
        refused = await someone.text("[role=alert]")
        await seen(someone, "invitation-refused", language="fr")
        await someone.page.fill("[name=password]", PASSWORD)
        await someone.press("Ouvrir mon compte")

        assert "Mot de passe" in refused
        assert someone.page.url.endswith("/charte")
        assert "Votre signature vous rend actif" in await someone.text()


class TestCharter:
    async def test_nothing_else_is_open_before_it_is_signed(self, site: Site) -> None:
        gaetan = await site.machine(GAETAN.email)

        refused = await gaetan.post("/advisors/me/certification", {}, refused=409)

        assert "Il manque la signature de la charte" in refused["detail"]

    async def test_reading_and_signing_it_makes_the_advisor_active(
        self, site: Site, enter: Enter
    ) -> None:
        charter = await site.nobody.get("/charter")

        async with enter(GAETAN.email) as gaetan:
            await gaetan.go("/charte")
            clauses = await gaetan.texts("main .prose h2")
            await gaetan.press("Signer les cinq engagements")
            shown = await gaetan.text()

        assert len(clauses) == 5
        assert "Votre signature est gardée. Vous êtes actif." in shown
        assert charter["hash"] in shown
        await site.awaited(ADVISORS, "advisor.enrolled")
        (told,) = await site.awaited(ADVISORS, "advisor.activated")
        assert told["data"]["status"] == "active"

    async def test_what_is_done_is_not_done_twice(
        self, site: Site, story: Story
    ) -> None:
        letter: Letter = story.take("invitation", of=2)
        claire, gaetan = (
            await site.machine(CLAIRE.email),
            await site.machine(GAETAN.email),
        )
        charter = await site.nobody.get("/charter")
        signature = {"version": charter["version"], "hash": charter["hash"]}
        record = await record_of(claire, GAETAN)

        signed = await gaetan.post("/charter/signature", signature, refused=409)
        invited = await claire.post(f"/advisors/{record['id']}/invitation", refused=409)
        accepted = await site.nobody.post(
            "/invitations/acceptance",
            {"token": token_in(letter), "password": PASSWORD},
            refused=409,
        )

        assert "déjà signée" in signed["title"]
        assert "État actuel : actif" in invited["detail"].replace("\u00a0", " ")
        assert "actif" in accepted["detail"]


class TestOthers:
    async def test_those_who_are_needed_later_enrol_over_http(
        self, site: Site, story: Story
    ) -> None:
        claire, paul = await site.machine(CLAIRE.email), await site.machine(PAUL.email)
        story.take("invitation", of=2)

        for actor in (DAMIEN, MUTED, OTHER_THEMES, NOT_SIGNED):
            await _enrol(
                site, claire, actor, language="en" if actor is DAMIEN else "fr"
            )
        await _enrol(site, paul, FAR_AWAY, language="fr")
        for actor in (DAMIEN, MUTED, OTHER_THEMES, FAR_AWAY):
            await _sign(site, actor)

        active = await claire.items("/advisors", status="active")
        assert {one["email"] for one in active} == {
            *(GAETAN.email, DAMIEN.email, MUTED.email, OTHER_THEMES.email)
        }

    async def test_one_of_them_wants_no_news_of_webinars(self, enter: Enter) -> None:
        async with enter(MUTED.email) as muted:
            await muted.go("/preferences")
            await muted.page.uncheck("[value='webinars.email']")
            await muted.page.uncheck("[value='webinars.inbox']")
            await muted.press("Enregistrer mes choix")

            assert "Vos choix sont enregistrés" in await muted.text()


class TestCertification:
    async def test_an_active_advisor_asks_for_the_label_and_a_dossier_opens(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        async with enter(GAETAN.email) as gaetan:
            await gaetan.go("/certification")
            await gaetan.press("Demander le label")
            shown = await gaetan.text()

        number = re.search(r"\b\d{4}-\d{4}\b", shown)
        assert number is not None, shown
        assert "le vote du comité des centres de ressources" in shown
        (opened,) = await site.awaited("tn.governance.dossier", "dossier.opened")
        assert opened["data"]["number"] == number[0]
        story.leave(2, certification=number[0])


async def _enrol(site: Site, manager: Machine, actor: Actor, *, language: str) -> None:
    record = await record_of(manager, actor)
    await manager.post(f"/advisors/{record['id']}/invitation")
    letter = await site.letter(actor, INVITATION)
    accepted = {
        "token": token_in(letter),
        "password": PASSWORD,
        "language": language,
    }
    await site.nobody.post("/invitations/acceptance", accepted)


async def _sign(site: Site, actor: Actor) -> None:
    advisor = await site.machine(actor.email)
    charter = await advisor.get("/charter")
    signature = {"version": charter["version"], "hash": charter["hash"]}
    signed = await advisor.post("/charter/signature", signature)
    assert signed["status"] == "active"
