"""What the administration keeps of people: a lost telephone, retention, sleepers."""

import pytest

from kit.texts import LANGUAGES
from tests.support.accounts import PASSWORD
from tests.support.factors import code_of
from tests.support.harness import eventually

from .browser import Enter, Person
from .looking import Sight, look, look_by_night, look_every_way, seen
from .machine import Machine
from .site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

EMAIL = "awa.diallo@exemple.fr"
NAME = "Awa Diallo"
REASON = "stolen telephone, called back at the office"
FACTOR = "/account/second-factor"
RETENTION = Sight("admin-retention", "/conservation")
DORMANT = Sight("admin-dormant", "/comptes-dormants")
OWN = Sight("factor-taken-away", "/compte/second-facteur")
ROLES = ("operator", "national_admin", "member")


async def with_factor(site: Site) -> str:
    """Let somebody of several roles in, with a second factor; return who it is."""
    admin = await site.administrator()
    person = {
        "first_name": "Awa",
        "last_name": "Diallo",
        "email": EMAIL,
        "role": ROLES[0],
        "password": PASSWORD,
    }
    opened = await admin.post("/people", person)
    for role in ROLES[1:]:
        await admin.post(f"/people/{opened['person_id']}/grants", {"role": role})
    own = await _machine(site)
    key = (await own.post(FACTOR, {"password": PASSWORD}))["key"]
    await own.post(f"{FACTOR}/confirmation", {"code": code_of(key)})
    return str(opened["person_id"])


async def _machine(site: Site) -> Machine:
    return await site.machine(EMAIL, PASSWORD)


class TestLostFactor:
    """SEC-03"""

    async def test_an_administrator_helps_from_the_account_s_page(
        self, site: Site, enter: Enter
    ) -> None:
        person_id = await with_factor(site)
        account = Sight("admin-account", f"/comptes/{person_id}")

        async with enter(site.email, site.password) as admin:
            await admin.go("/roles?email=awa")
            await (
                admin.page.locator("main").get_by_role("link", name=NAME).first.click()
            )
            await admin.page.wait_for_url("**/comptes/*")
            for language in LANGUAGES:
                await admin.speak(language)
                await look(admin, account, language=language)
            await admin.speak("fr")
            await admin.go(account.path)
            await admin.page.fill("[name=reason]", "court")
            await admin.press("Retirer le second facteur")
            await seen(admin, "admin-account-refused", language="fr")
            await admin.page.fill("[name=reason]", REASON)
            await admin.press("Retirer le second facteur")
            assert "Le second facteur est retiré." in await admin.text()
            await seen(admin, "admin-account-done", language="fr")
            await look_by_night(admin, account)

    async def test_the_person_reads_why_in_both_languages(self, enter: Enter) -> None:
        async with enter(EMAIL, PASSWORD) as awa:
            for language in LANGUAGES:
                await awa.speak(language)
                await look(awa, OWN, language=language)
                assert REASON in await awa.text()
            await look_by_night(awa, OWN)

    async def test_a_home_of_several_roles_teaches_for_each(self, enter: Enter) -> None:
        """UX-07, UX-09"""
        home = Sight("home-of-several-roles", "/aujourdhui")
        async with enter(EMAIL, PASSWORD) as awa:
            await look_every_way(awa, home)


class TestRetention:
    """SEC-08"""

    async def test_the_page_says_what_the_coming_night_would_end(
        self, site: Site, enter: Enter
    ) -> None:
        async with enter(site.email, site.password) as admin:
            await admin.follow("Conservation", within="body")
            await eventually(lambda: _counted(admin))
            await look_every_way(admin, RETENTION)


class TestDormant:
    """SEC-03"""

    async def test_the_menu_leads_to_the_accounts_that_sleep(
        self, site: Site, enter: Enter
    ) -> None:
        async with enter(site.email, site.password) as admin:
            await admin.follow("Comptes dormants", within="body")
            await look_every_way(admin, DORMANT)


async def _counted(admin: Person) -> bool:
    await admin.go(RETENTION.path)
    return "Prochain passage" in await admin.text()
