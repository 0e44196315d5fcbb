"""The tasks that people come for: so many clicks, so many fields, no mouse (UX-02).

Each begins at one's home and is done by keyboard alone. A number that grows is a page
that got worse.
"""

import html
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kit.clock import now
from tests.support.harness import eventually

from .ballots import adopt, open_vote
from .browser import Enter, Person
from .cast import (
    CENTRES,
    CLAIRE,
    FAR_AWAY,
    GAETAN,
    INES,
    LUCIE,
    NADIA,
    NOT_SIGNED,
    OTHER_THEMES,
    PARTNERS,
)
from .hands import hands
from .site import Site
from .story import Story
from .test_3_proposal import PROPOSED, TITLE
from .test_9_machines import REASON

pytestmark = pytest.mark.asyncio(loop_scope="session")

CENSUS = """structure_nom;structure_type;code_postal;commune;point_accueil;\
conseiller_nom;conseiller_prenom;conseiller_courriel;profil;themes
Cyber-base du Canal;cyber-base;31000;Toulouse;oui;\
Aubert;Tess;tess.aubert@cyber-base-du-canal.example;dédié;facture-electronique
"""
SECOND = "Lire une facture électronique ligne à ligne"
BALLOT = "Choisir son logiciel de devis"


TASKS = {
    "import a census": ("TestManager", "test_imports_a_census"),
    "invite an advisor": ("TestManager", "test_invites_an_advisor"),
    "correct a structure": ("TestManager", "test_corrects_a_structure"),
    "propose": ("TestPartner", "test_proposes_a_webinar"),
    "schedule": ("TestPartner", "test_schedules_what_was_adopted"),
    "read who came": ("TestPartner", "test_reads_who_came"),
    "find what I must vote on": (
        "TestMember",
        "test_finds_what_waits_for_a_vote_and_votes",
    ),
    "vote": ("TestMember", "test_finds_what_waits_for_a_vote_and_votes"),
    "read why it passed": ("TestMember", "test_reads_why_it_passed"),
    "sign the charter": ("TestAdvisor", "test_signs_the_charter"),
    "register": ("TestAdvisor", "test_registers_for_a_webinar"),
    "set my preferences": ("TestAdvisor", "test_sets_preferences"),
    "find help near me": ("TestAnyone", "test_finds_help_nearby"),
    "read the agenda": ("TestAnyone", "test_reads_the_agenda"),
    "download my data": ("TestAnyone", "test_downloads_their_data"),
}


@dataclass(frozen=True)
class Kept:
    """A copy of one's data as its file holds it: records by class."""

    awaited: list[str]
    sections: dict[str, list[dict[str, Any]]]
    titles: list[str]


def kept(file: Path) -> Kept:
    told = json.loads(file.read_text("utf-8"))
    return Kept(
        awaited=told["awaited"],
        sections={one["code"]: one["records"] for one in told["sections"]},
        titles=[one["title"] for one in told["sections"]],
    )


def plain(page: str) -> str:
    """Return what a saved page says, without its tags."""
    said = html.unescape(re.sub(r"<[^>]+>", " ", page))
    return said.replace("\u00a0", " ").replace("\u202f", " ")


async def proposed(site: Site, title: str, **more: Any) -> Any:
    """Have the partner propose over HTTP, as the ground of somebody else's task."""
    body = PROPOSED | {
        "title_fr": title,
        "abstract_fr": "Chaque ligne, et à quoi elle sert.",
        "speakers": ["Inès Garnier"],
        **more,
    }
    ines = await site.machine(INES.email)
    webinar = await ines.post("/webinars", body)
    return webinar | {"dossier_number": webinar["private"]["dossier_number"]}


async def decided(site: Site, webinar: dict[str, Any]) -> None:
    for committee in ("private_partners", "pedagogical"):
        await adopt(site, webinar["dossier_number"], committee)
    ines = await site.machine(INES.email)

    async def validated() -> bool:
        found = await ines.get(f"/webinars/{webinar['id']}")
        return bool(found["state"] == "validated")

    await eventually(validated)


async def shown_at_home(person: Person, words: str) -> None:
    """Wait until the event has made a line of the home."""

    async def shown() -> bool:
        await person.go("/aujourdhui")
        return words in await person.text()

    await eventually(shown)


class TestManager:
    async def test_imports_a_census(self, enter: Enter, tmp_path: Path) -> None:
        file = tmp_path / "recensement.csv"
        file.write_text(CENSUS, "utf-8")

        async with enter(CLAIRE.email) as claire, hands(claire) as at_work:
            await at_work.press(at_work.link("Recensement"))
            await at_work.file("file", file)
            await at_work.press(at_work.button("Analyser le fichier"))
            await claire.page.wait_for_selector("nav[aria-label='Filtrer par verdict']")
            await at_work.press(at_work.button("Appliquer la ligne"))
            await claire.page.wait_for_selector("h1:has-text('Recensement appliqué')")

            assert at_work.done == (3, 1)

    async def test_invites_an_advisor(self, enter: Enter) -> None:
        async with enter(CLAIRE.email) as claire, hands(claire) as at_work:
            await shown_at_home(claire, "conseillers recensés ne sont pas invités")
            await at_work.press(at_work.link("Choisir qui inviter"))
            await at_work.tick(claire.page.get_by_label("Choisir Tess Aubert"))
            await at_work.press(at_work.button("Inviter les personnes cochées"))

            assert "1 invitation part par e-mail" in await claire.text()
            assert at_work.done == (2, 1)

    async def test_corrects_a_structure(self, enter: Enter) -> None:
        async with enter(CLAIRE.email) as claire, hands(claire) as at_work:
            await at_work.search("cyber-base du can")
            await at_work.press(at_work.link("Modifier la fiche"))
            await at_work.type("address", "12 allée de Brienne")
            await at_work.press(at_work.button("Enregistrer"))

            assert "12 allée de Brienne" in await claire.text()
            assert at_work.done == (3, 2)


class TestPartner:
    async def test_proposes_a_webinar(self, enter: Enter) -> None:
        async with enter(INES.email) as ines, hands(ines) as at_work:
            await at_work.press(at_work.link("Webinaires"))
            await at_work.press(at_work.link("Proposer un webinaire"))
            await at_work.type("title_fr", "Relancer sans se fâcher")
            await at_work.type("abstract_fr", "Écrire une relance qui est lue.")
            await at_work.type("objectives", "Choisir le bon moment.")
            await at_work.tick(ines.page.locator("main [name=themes]").first)
            await at_work.type("speakers", INES.name)
            await at_work.type("commercial_interest", "Aucun.")
            await at_work.press(at_work.button("Envoyer aux comités"))

            assert "Devant les comités" in await ines.text()
            assert at_work.done == (3, 6)

    async def test_schedules_what_was_adopted(self, site: Site, enter: Enter) -> None:
        wish = (now() + timedelta(days=40)).replace(
            hour=9, minute=0, second=0, microsecond=0
        )
        webinar = await proposed(site, SECOND, wished_slots=[wish.isoformat()])
        await decided(site, webinar)

        async with enter(INES.email) as ines, hands(ines) as at_work:
            await shown_at_home(ines, f"Programmer : {SECOND}")
            await at_work.press(at_work.link("Programmer"))
            await at_work.choose("room", "curie")
            await at_work.press(at_work.button("Fixer cette date"))
            await at_work.press(at_work.button("Publier le webinaire"))

            assert "50 places libres sur 50" in await ines.text()
            assert at_work.done == (3, 1)

    async def test_reads_who_came(self, enter: Enter) -> None:
        async with enter(INES.email) as ines, hands(ines) as at_work:
            await at_work.press(at_work.link("Webinaires"))
            await at_work.press(at_work.link(f"Les inscrits : {TITLE}"))
            shown = await ines.text()

            assert "Une personne tient une place sur 50." in shown
            assert OTHER_THEMES.last_name not in shown
            assert at_work.done == (2, 0)


class TestMember:
    async def test_finds_what_waits_for_a_vote_and_votes(
        self, site: Site, enter: Enter
    ) -> None:
        webinar = await proposed(site, BALLOT)
        await adopt(site, webinar["dossier_number"], "private_partners")
        await open_vote(site, webinar["dossier_number"], "pedagogical")

        async with enter(LUCIE.email) as lucie, hands(lucie) as at_work:
            await shown_at_home(lucie, f"Voter : {BALLOT}")
            found = at_work.done
            await at_work.press(at_work.link(f"Voter : {BALLOT}"))
            await at_work.choose("choice", "yes")
            await at_work.press(at_work.button("Enregistrer mon vote"))

            assert "Vous avez voté" in await lucie.text()
            assert found == (0, 0)
            assert at_work.done == (2, 1)

    async def test_reads_why_it_passed(self, enter: Enter, story: Story) -> None:
        number = story.take("decision", of=4)

        async with enter(LUCIE.email) as lucie, hands(lucie) as at_work:
            await at_work.press(at_work.link("Décisions"))
            await at_work.press(at_work.link(number))

            assert "La proposition est adoptée." in await lucie.text()
            assert at_work.done == (2, 0)


class TestAdvisor:
    async def test_signs_the_charter(self, enter: Enter) -> None:
        async with enter(NOT_SIGNED.email) as noemie, hands(noemie) as at_work:
            await shown_at_home(noemie, "Lire et signer la charte")
            await at_work.press(at_work.link("Lire la charte"))
            await at_work.press(at_work.button("Signer les cinq engagements"))

            assert "Vous êtes actif" in await noemie.text()
            assert at_work.done == (2, 0)

    async def test_registers_for_a_webinar(self, enter: Enter) -> None:
        async with enter(GAETAN.email) as gaetan, hands(gaetan) as at_work:
            await at_work.press(at_work.link("Webinaires"))
            await at_work.press(at_work.link(f"S’inscrire : {TITLE}"))
            await at_work.press(at_work.button("M’inscrire"))

            assert "Votre place est réservée" in await gaetan.text()
            assert at_work.done == (3, 0)

    async def test_sets_preferences(self, enter: Enter) -> None:
        async with enter(FAR_AWAY.email) as yves, hands(yves) as at_work:
            await at_work.press(at_work.link("Choisir ce que vous recevez"))
            await at_work.tick(yves.page.get_by_label("Par e-mail").first)
            await at_work.press(at_work.button("Enregistrer mes choix"))

            assert "Vos choix sont enregistrés." in await yves.text()
            assert at_work.done == (2, 1)


class TestAnyone:
    async def test_finds_help_nearby(self, someone: Person) -> None:
        async with hands(someone, at="/") as at_home:
            await at_home.type("place", "31000")
            await at_home.press(at_home.button("Trouver de l’aide"))

            assert CENTRES["occitanie"].name in await someone.text()
            assert at_home.done == (1, 1)

    async def test_reads_the_agenda(self, someone: Person) -> None:
        async with hands(someone, at="/") as at_home:
            await at_home.press(at_home.link("Agenda"))

            assert TITLE in await someone.text()
            assert PARTNERS["factura"] in await someone.text()
            assert at_home.done == (1, 0)

    async def test_downloads_their_data(self, enter: Enter) -> None:
        """SEC-06: what each service keeps, to be read and to be computed with."""
        async with enter(INES.email) as ines, hands(ines) as at_work:
            await at_work.press(at_work.link(INES.name))
            await at_work.press(at_work.link("Télécharger mes données"))
            await at_work.press(at_work.button("Rassembler mes données"))
            await ines.page.wait_for_selector("text=Télécharger en JSON")
            told = kept(await at_work.download(at_work.link("Télécharger en JSON")))
            page = await at_work.download(at_work.link("Télécharger à lire"))
            readable = plain(page.read_text("utf-8"))

            assert at_work.done == (5, 0)
        assert told.awaited == []
        [card] = told.sections["identity.cards"]
        assert (card["first_name"], card["email"]) == (INES.first_name, INES.email)
        titles = {one["title"]["fr"] for one in told.sections["webinars.webinars"]}
        assert TITLE in titles
        seats = told.sections["governance.committees"]
        assert [one["acronym"] for one in seats]
        assert told.sections["notifications.emails"]
        for words in (INES.last_name, INES.email, TITLE, *told.titles):
            assert words in readable

    async def test_and_what_the_hub_keeps_of_who_operates_it(
        self, enter: Enter
    ) -> None:
        async with enter(NADIA.email) as nadia, hands(nadia) as at_work:
            await at_work.press(at_work.link(NADIA.name))
            await at_work.press(at_work.link("Télécharger mes données"))
            await at_work.press(at_work.button("Rassembler mes données"))
            await nadia.page.wait_for_selector("text=Télécharger en JSON")
            told = kept(await at_work.download(at_work.link("Télécharger en JSON")))

        services = {code.partition(".")[0] for code in told.sections}
        assert services >= {"identity", "hub", "notifications"}
        assert REASON in {
            one["discard_reason"] for one in told.sections["hub.dead_letters"]
        }


class TestAllOfThem:
    async def test_the_fifteen_tasks_are_here(self) -> None:
        """Each is a journey of this file; one that is two steps in one counts twice."""
        here = {
            name: {test for test in vars(role) if test.startswith("test_")}
            for name, role in globals().items()
            if name.startswith("Test")
        }

        missing = [
            task
            for task, (role, test) in TASKS.items()
            if test not in here.get(role, set())
        ]
        assert len(TASKS) == 15
        assert missing == []


class TestWithoutScript:
    """What is essential needs no script (UX-04)."""

    async def test_a_member_votes(self, enter: Enter, story: Story) -> None:
        dossier = story.take("open_dossier", of=4)

        async with enter(LUCIE.email, java_script_enabled=False) as lucie:
            await lucie.go(f"/dossiers/{dossier}")
            await lucie.page.check("[name=choice][value=yes]")
            await lucie.press("Enregistrer mon vote")

            assert "Vous avez voté" in await lucie.text()

    async def test_an_advisor_gives_a_seat_back_and_sets_preferences(
        self, enter: Enter
    ) -> None:
        async with enter(GAETAN.email, java_script_enabled=False) as gaetan:
            await gaetan.go("/webinaires/mes-inscriptions")
            await gaetan.follow(f"Ma place : {TITLE}")
            await gaetan.unfold("Me désinscrire")
            await gaetan.press("Rendre ma place")
            given_back = await gaetan.text()
            await gaetan.go("/preferences")
            await gaetan.press("Enregistrer mes choix")

            assert "Votre place est rendue" in given_back
            assert "Vos choix sont enregistrés." in await gaetan.text()
