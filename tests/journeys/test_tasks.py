"""The tasks that people come for: so many clicks, so many fields, no mouse (UX-02).

Each begins at one's home and is done by keyboard alone. A number that grows is a page
that got worse.
"""

import pytest

from tests.support.harness import eventually

from .browser import Enter, Person
from .cast import (
    CENTRES,
    FAR_AWAY,
    GAETAN,
    INES,
    LUCIE,
    NOT_SIGNED,
    OTHER_THEMES,
    PARTNERS,
)
from .hands import hands
from .story import Story
from .test_3_proposal import TITLE

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def shown_at_home(person: Person, words: str) -> None:
    """Wait until the event has made a line of the home."""

    async def shown() -> bool:
        await person.go("/aujourdhui")
        return words in await person.text()

    await eventually(shown)


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

    async def test_reads_who_came(self, enter: Enter) -> None:
        async with enter(INES.email) as ines, hands(ines) as at_work:
            await at_work.press(at_work.link("Webinaires"))
            await at_work.press(at_work.link(f"Les inscrits : {TITLE}"))
            shown = await ines.text()

            assert "Une personne tient une place sur 50." in shown
            assert OTHER_THEMES.last_name not in shown
            assert at_work.done == (2, 0)


class TestMember:
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
