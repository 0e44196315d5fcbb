"""After the story: every page of it, for each role, in both languages, on any screen."""

from collections.abc import Callable

import pytest

from .browser import Enter, Person
from .cast import CLAIRE, FAR_AWAY, GAETAN, INES, LUCIE, NADIA
from .looking import Sight, look, look_by_night, seen
from .site import Site
from .story import Story

pytestmark = pytest.mark.asyncio(loop_scope="session")

TYPE = "fr.transition-numerique.webinars.webinar.published.v1"
LANGUAGES = ("fr", "en")
Sights = tuple[Sight, ...]


def to_visitors(story: Story) -> Sights:
    webinar = f"/webinaires/{story.take('invoice', of=3)}"
    return (
        Sight("home", "/"),
        Sight("agenda", "/agenda"),
        Sight("agenda-nothing", "/agenda?theme=equipement"),
        Sight("webinar", webinar),
        Sight("register-unknown", f"{webinar}/inscription"),
        Sight("points", "/points-accueil?place=31000"),
        Sight("points-which", "/points-accueil?place=saint-denis"),
        Sight("points-unknown", "/points-accueil?place=Xyz"),
        Sight("centres", "/centres"),
        Sight("sign-in", "/connexion"),
        Sight("password-lost", "/mot-de-passe"),
        Sight("password-link-sent", "/mot-de-passe?done=sent"),
        Sight("password-bad-link", "/mot-de-passe/abc", 404),
        Sight("catalogue", "/evenements"),
        Sight("event", f"/evenements/{TYPE}"),
        Sight("api", "/api/docs", is_long=True),
        Sight("search", "/recherche?q=facture"),
        Sight("search-nothing", "/recherche?q=zzz"),
        Sight("mailbox-nobody", "/courrier?a=nobody"),
        Sight("accessibility", "/accessibilite"),
        Sight("personal-data", "/donnees-personnelles"),
        Sight("not-found", "/webinaires/01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11", 404),
        Sight("bad-link", "/invitation/abc", 404),
        Sight("sign-in-asked", "/conseillers"),
    )


def to_administrators(story: Story) -> Sights:
    return (
        Sight("admin-today", "/aujourdhui"),
        Sight("admin-structures", "/structures"),
        Sight("admin-new-structure", "/structures/nouvelle"),
        Sight("admin-partners", "/partenaires"),
        Sight("admin-assistance", "/assistance"),
        Sight("admin-roles", "/roles"),
        Sight("admin-roles-nobody", "/roles?email=zzz"),
        Sight("admin-erasures", "/effacements"),
        Sight("admin-asleep", "/comptes-dormants"),
        Sight("admin-partner", f"/partenaires/{story.take('partners', of=3)['cap']}"),
        Sight("admin-committees", "/comites"),
        Sight("admin-committee", "/comites/pedagogical"),
        Sight("admin-webinars", "/webinaires"),
        Sight("admin-roles", "/roles"),
        Sight("admin-dormant", "/comptes-dormants"),
        Sight("admin-retention", "/conservation"),
    )


def to_managers(story: Story) -> Sights:
    preview = story.take("preview", of=1)
    return (
        Sight("manager-today", "/aujourdhui"),
        Sight("manager-advisors", "/conseillers"),
        Sight("manager-advisor", f"/conseillers/{story.take('gaetan', of=2)}"),
        Sight("manager-censuses", "/recensement"),
        Sight("manager-undone", f"/recensement/{story.take('census', of=1)}"),
        Sight("manager-columns", f"/recensement/{preview}/colonnes"),
        Sight("manager-preview", f"/recensement/{preview}"),
        Sight("manager-structure", f"/structures/{story.take('structure', of=2)}"),
        Sight("manager-search", "/recherche?q=re"),
        Sight("manager-forbidden", "/partenaires", 403),
    )


def to_partners(story: Story) -> Sights:
    webinar = f"/webinaires/{story.take('invoice', of=3)}"
    return (
        Sight("partner-today", "/aujourdhui"),
        Sight("partner-webinars", "/webinaires"),
        Sight("partner-proposal", "/webinaires/proposer"),
        Sight("partner-webinar", webinar),
        Sight("partner-schedule", f"{webinar}/programmation"),
        Sight("partner-dossier", f"/dossiers/{story.take('invoice_dossier', of=3)}"),
    )


def to_members(story: Story) -> Sights:
    return (
        Sight("member-today", "/aujourdhui"),
        Sight("member-dossiers", "/dossiers"),
        Sight("member-dossier", f"/dossiers/{story.take('invoice_dossier', of=3)}"),
        Sight("member-vote", f"/dossiers/{story.take('open_dossier', of=4)}"),
        Sight("member-decisions", "/decisions"),
        Sight("member-decision", f"/decisions/{story.take('decision', of=4)}"),
    )


def to_advisors(_: Story) -> Sights:
    return (
        Sight("advisor-today", "/aujourdhui"),
        Sight("advisor-charter", "/charte"),
        Sight("advisor-certification", "/certification"),
        Sight("advisor-messages", "/messages"),
        Sight("advisor-preferences", "/preferences"),
        Sight("advisor-registrations", "/webinaires/mes-inscriptions"),
        Sight("advisor-account", "/compte"),
        Sight("advisor-consultations", "/compte/consultations"),
        Sight("advisor-sessions", "/compte/sessions"),
        Sight("advisor-second-factor", "/compte/second-facteur"),
        Sight("advisor-address", "/compte/adresse"),
        Sight("advisor-consents", "/compte/consentements"),
        Sight("advisor-data", "/compte/mes-donnees"),
        Sight("advisor-erasure", "/compte/effacement"),
    )


def to_operators(_: Story) -> Sights:
    return (
        Sight("operator-today", "/aujourdhui"),
        Sight("operator-letters", "/lettres-mortes?etat=discarded"),
        Sight("operator-no-letters", "/lettres-mortes"),
        Sight("operator-journal", "/journal"),
        Sight("operator-event", f"/evenements/{TYPE}"),
        Sight("operator-replays", "/rejeux"),
        Sight("operator-copies", "/copies"),
        Sight("operator-webhooks", "/abonnements"),
        Sight("operator-keys", "/cles"),
        Sight("operator-health", "/sante"),
    )


BY_ROLE: dict[str, tuple[str, Callable[[Story], Sights]]] = {
    "manager": (CLAIRE.email, to_managers),
    "partner": (INES.email, to_partners),
    "member": (LUCIE.email, to_members),
    "advisor": (GAETAN.email, to_advisors),
    "operator": (NADIA.email, to_operators),
}


@pytest.mark.parametrize("language", LANGUAGES)
class TestPages:
    async def test_visitors(self, someone: Person, story: Story, language: str) -> None:
        await someone.speak(language)
        for sight in to_visitors(story):
            await look(someone, sight, language=language)

    async def test_administrators(
        self, site: Site, enter: Enter, story: Story, language: str
    ) -> None:
        async with enter(site.email, site.password) as admin:
            await admin.speak(language)
            for sight in to_administrators(story):
                await look(admin, sight, language=language)

    @pytest.mark.parametrize("role", BY_ROLE)
    async def test_each_role(
        self, enter: Enter, story: Story, role: str, language: str
    ) -> None:
        email, sights = BY_ROLE[role]
        async with enter(email) as reader:
            await reader.speak(language)
            for sight in sights(story):
                await look(reader, sight, language=language)

    async def test_a_form_that_was_refused(self, enter: Enter, language: str) -> None:
        async with enter(INES.email) as ines:
            await ines.speak(language)
            await ines.go("/webinaires/proposer")
            await ines.page.locator("main form .btn").first.click()
            await ines.page.wait_for_selector("[role=alert]")

            await seen(ines, "partner-refused", language=language)

    async def test_someone_for_whom_nothing_waits(
        self, enter: Enter, language: str
    ) -> None:
        async with enter(FAR_AWAY.email) as yves:
            await yves.speak(language)
            for sight in (
                Sight("nothing-today", "/aujourdhui"),
                Sight("nothing-messages", "/messages"),
                Sight("nothing-registered", "/webinaires/mes-inscriptions"),
            ):
                await look(yves, sight, language=language)


class TestByNight:
    async def test_the_dark_colours_are_read_as_well(
        self, enter: Enter, story: Story
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            for sight in (to_managers(story)[0], to_managers(story)[6]):
                await look_by_night(claire, sight)
        async with enter(LUCIE.email) as lucie:
            for sight in (to_members(story)[2], to_members(story)[3]):
                await look_by_night(lucie, sight)
        async with enter(NADIA.email) as nadia:
            await look_by_night(nadia, to_operators(story)[1])

    async def test_and_by_visitors(self, someone: Person, story: Story) -> None:
        for sight in to_visitors(story)[:6]:
            await look_by_night(someone, sight)
