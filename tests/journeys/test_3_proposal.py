"""Step 3: a partner proposes, and the dossier opens with it (WEB-01, GOV-05, REG-30)."""

import re
from typing import Any

import pytest

from tests.support.harness import eventually

from .browser import Enter
from .cast import (
    CENTRES,
    HUGO,
    INES,
    PARTNERS,
    PAUL,
    SEATS,
    SPEAKING_FOR_PARTNERS,
    YANIS,
)
from .founding import let_in, make_members, seat
from .machine import Machine
from .site import Site
from .story import Story

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE = "Facture électronique : les premiers pas d’une petite entreprise"
PROPOSED: dict[str, Any] = {
    "audience": "advisors",
    "level": "beginner",
    "themes": ["facture-electronique"],
    "commercial_interest": "Aucun produit n’est présenté.",
    "objectives": "Savoir choisir.",
}
HOSTING = PROPOSED | {
    "title_fr": "Choisir où déposer ses factures",
    "title_en": "Choosing where to file invoices",
    "abstract_fr": "Les questions à poser avant de signer.",
    "speakers": ["Hugo Lemaire"],
    "seats_max": 30,
}
TRAINING = PROPOSED | {
    "title_fr": "Se former en ligne quand on est seul",
    "abstract_fr": "Trouver une formation, et la terminer.",
    "themes": ["formation-en-ligne"],
    "speakers": ["Yanis Bonnet"],
}


class TestPartners:
    async def test_the_administrator_adds_a_partner_who_has_paid(
        self, site: Site, enter: Enter
    ) -> None:
        async with enter(site.email, site.password) as admin:
            await admin.go("/partenaires")
            await admin.page.fill("[name=name]", PARTNERS["factura"])
            await admin.page.fill("[name=fee]", "1500")
            await admin.page.fill("[name=paid_until]", "2099-12-31")
            await admin.press("Ajouter ce partenaire")

            assert "peut proposer des webinaires" in await admin.text()
        (told,) = await site.awaited("tn.registry.partner", "partner.joined")
        assert told["data"]["is_member"] is True

    async def test_others_join_and_those_who_speak_for_them_are_let_in(
        self, site: Site, story: Story
    ) -> None:
        people: dict[str, str] = story.take("people", of=1)
        admin = await site.administrator()
        for key in ("nuage", "cap"):
            partner = {
                "name": PARTNERS[key],
                "fee_cents": 150_000,
                "paid_until": "2099-12-31",
            }
            await admin.post("/partners", partner)

        named = {one["name"]: one["id"] for one in await admin.items("/partners")}
        partners = {key: named[name] for key, name in PARTNERS.items()}
        for one in SPEAKING_FOR_PARTNERS:
            people[one.email] = await let_in(
                admin, one, holder_id=partners[str(one.of)]
            )

        story.leave(3, partners=partners)


class TestCommittees:
    async def test_a_member_is_seated_in_the_browser(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        people: dict[str, str] = story.take("people", of=1)
        story.take("partners", of=3)
        await make_members(await site.administrator(), people)

        async with enter(site.email, site.password) as admin:
            await admin.go("/comites/private_partners")
            await admin.page.fill("[name=email]", HUGO.email)
            await admin.page.select_option(
                "[name=organisation_id]", label=PARTNERS["nuage"]
            )
            await admin.page.select_option("[name=role]", "chair")
            await admin.press("Nommer ce membre")
            rows = await admin.texts("main tbody tr")

        (row,) = (one for one in rows if HUGO.name in one)
        assert "Nuage Clair Présidence" in row
        await site.awaited("tn.governance.committee", "committee.member_seated")

    async def test_the_other_seats_are_given_over_http(
        self, site: Site, story: Story
    ) -> None:
        people: dict[str, str] = story.take("people", of=1)
        organisations = story.take("partners", of=3) | {
            key: centre["structure_id"]
            for key, centre in story.take("centres", of=1).items()
        }
        admin = await site.administrator()

        for committee, seats in SEATS.items():
            for actor, role in seats:
                if (committee, actor) == ("private_partners", HUGO):
                    continue
                await seat(
                    admin,
                    committee,
                    person_id=people[actor.email],
                    organisation_id=organisations[str(actor.of)],
                    role=role,
                )

        committees = {one["code"]: one for one in await admin.items("/committees")}
        assert {code: len(committees[code]["members"]) for code in SEATS} == {
            code: len(seats) for code, seats in SEATS.items()
        }
        assert CENTRES["bretagne"].name in str(committees["pedagogical"])


class TestProposal:
    async def test_an_empty_proposal_is_refused_in_place_field_by_field(
        self, enter: Enter
    ) -> None:
        async with enter(INES.email) as ines:
            await ines.go("/webinaires/proposer")
            await ines.press("Envoyer aux comités")

            summary = await ines.text("[role=alert]")
            assert {"Titre", "Résumé", "Objectifs", "Thèmes", "Intervenants"} <= set(
                re.findall(r"^(\w+) :", summary, re.MULTILINE)
            )

    async def test_a_partner_proposes_and_sees_where_it_stands(
        self, enter: Enter, story: Story
    ) -> None:
        async with enter(INES.email) as ines:
            await ines.go("/webinaires/proposer")
            await _fill_proposal(ines.page)
            await ines.press("Envoyer aux comités")
            shown = await ines.text()

        assert "est devant les comités" in shown
        found = re.search(r"Le dossier (\S+) est devant", shown)
        assert found is not None, shown
        story.leave(
            3, invoice=ines.page.url.rpartition("/")[2], invoice_dossier=found[1]
        )

    async def test_webinar_and_dossier_are_told_as_one_command(
        self, site: Site, story: Story
    ) -> None:
        number = story.take("invoice_dossier", of=3)

        (proposed,) = await site.awaited("tn.webinars.webinar", "webinar.proposed")
        opened = await site.awaited("tn.governance.dossier", "dossier.opened", 2)

        (dossier,) = (one for one in opened if one["data"]["number"] == number)
        assert dossier["ce_correlationid"] == proposed["ce_correlationid"]
        assert proposed["data"]["webinar_id"] == dossier["data"]["object_id"]
        assert proposed["ce_specversion"] == "1.0"
        assert INES.last_name not in str(proposed)

    async def test_the_committee_finds_the_dossier_at_its_first_step(
        self, enter: Enter, story: Story
    ) -> None:
        number = story.take("invoice_dossier", of=3)

        async with enter(PAUL.email) as secretary:
            await secretary.go("/dossiers?committee=private_partners")
            await secretary.follow(number)
            shown = await secretary.text()

        assert TITLE in shown
        assert "vote à ouvrir : Comité des partenaires privés" in shown
        assert PARTNERS["factura"] in shown

    async def test_two_more_are_proposed_over_http(
        self, site: Site, story: Story
    ) -> None:
        hugo, yanis = await site.machine(HUGO.email), await site.machine(YANIS.email)

        hosting = await _proposed(hugo, HOSTING)
        training = await _proposed(yanis, TRAINING)

        story.leave(3, hosting=hosting, training=training)
        assert hosting["state"] == training["state"] == "proposed"


async def _proposed(partner: Machine, body: dict[str, Any]) -> Any:
    """Propose, and find the number of its dossier."""
    webinar = await partner.post("/webinars", body)
    dossiers = await eventually(lambda: partner.items("/dossiers"))
    (dossier,) = (one for one in dossiers if one["object_id"] == webinar["id"])
    return webinar | {"dossier_number": dossier["number"]}


async def _fill_proposal(page: Any) -> None:
    await page.fill("[name=title_fr]", TITLE)
    await page.fill("[name=title_en]", "E-invoicing: a small business’s first steps")
    await page.fill("[name=abstract_fr]", "Qui est concerné, et quand.")
    await page.fill("[name=abstract_en]", "Who is concerned, and when.")
    await page.fill("[name=objectives]", "Choisir sa plateforme.\nÉmettre une facture.")
    await page.check("[name=themes][value=facture-electronique]")
    await page.check("[name=audience][value=advisors]")
    await page.click("summary:has-text('Réserver à des régions')")
    await page.check("[name=regions][value='76']")
    await page.fill("[name=speakers]", "Inès Garnier\nRémi Castel")
    await page.fill(
        "[name=commercial_interest]", "Factura Simple est nommée parmi d’autres."
    )
