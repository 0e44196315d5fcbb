"""The pages of one's own account and of the keys to it, in every state of theirs."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from playwright.async_api import Browser

from tests.support.factors import code_of
from tests.support.harness import eventually

from .browser import Person, person
from .cast import PASSWORD, Actor
from .founding import let_in
from .looking import Sight, look, look_by_night, seen
from .site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRONG: Final = "une phrase qui n’est pas la bonne"
LANGUAGES = ("fr", "en")
KEY: Final = re.compile(r"\b(?:[A-Z2-7]{4}\s?){8}")


@asynccontextmanager
async def newcomer(
    site: Site, browser: Browser, *, name: str, language: str
) -> AsyncIterator[Person]:
    """Let in somebody whom no other step knows, and sit them at a browser."""
    email = f"{name}.{language}@maison.example"
    admin = await site.administrator()
    house = {"name": f"Maison {name} {language}", "fee_cents": 100_000}
    partner = await admin.post("/partners", house | {"paid_until": "2099-12-31"})
    actor = Actor("Camille", name.capitalize(), email, "partner")
    await let_in(admin, actor, holder_id=partner["id"])
    async with person(browser, site.url) as at_work:
        await at_work.speak(language)
        yield at_work


async def signed_in(someone: Person, email: str, password: str = PASSWORD) -> None:
    """Fill the form of signing in, whatever comes of it."""
    await someone.go("/connexion")
    await someone.page.fill("[name=email]", email)
    await someone.page.fill("[name=password]", password)
    await sent(someone)


async def sent(someone: Person, form: str = "") -> None:
    """Press the first button of the form that goes there, or of the only one."""
    place = f"main form[action='{form}']" if form else "main form[method=post]"
    button = someone.page.locator(f"{place} button").first
    # What the browser refuses by itself the server refuses too, with words of ours.
    await button.evaluate("button => { button.form.noValidate = true }")
    async with someone.page.expect_navigation():
        await button.click()


def email_of(name: str, language: str) -> str:
    return f"{name}.{language}@maison.example"


@pytest.mark.parametrize("language", LANGUAGES)
class TestSecondFactor:
    """SEC-03"""

    async def test_it_is_added_shown_asked_for_and_taken_away(
        self, site: Site, browser: Browser, language: str
    ) -> None:
        name = "factor"
        async with newcomer(site, browser, name=name, language=language) as someone:
            page = someone.page
            await signed_in(someone, email_of(name, language))
            await someone.go("/compte/second-facteur")
            await page.fill("[name=password]", WRONG)
            await sent(someone, "/compte/second-facteur")
            await seen(someone, "factor-refused", language=language)
            await page.fill("[name=password]", PASSWORD)
            await sent(someone, "/compte/second-facteur")
            await seen(someone, "factor-adding", language=language)
            key = self.key_on(await someone.text())

            await page.fill("[name=code]", "000000")
            await sent(someone, "/compte/second-facteur/ajout")
            await seen(someone, "factor-code-refused", language=language)
            await page.fill("[name=code]", code_of(key, steps=-1))
            await sent(someone, "/compte/second-facteur/ajout")
            await seen(someone, "factor-codes", language=language)
            recovery = (await page.locator("main li code").first.inner_text()).strip()
            await someone.go("/compte/second-facteur")
            await seen(someone, "factor-in-place", language=language)

            await self.asked_for(someone, recovery, name=name, language=language)

            assert page.url.endswith("/aujourdhui")

    @staticmethod
    async def asked_for(
        someone: Person, recovery: str, *, name: str, language: str
    ) -> None:
        """Sign in again, where the second step is looked at and passed."""
        await someone.page.context.clear_cookies()
        await someone.speak(language)
        await signed_in(someone, email_of(name, language))
        await seen(someone, "factor-asked", language=language)
        await someone.page.fill("[name=code]", "000000")
        await sent(someone, "/connexion/code")
        await seen(someone, "factor-asked-refused", language=language)
        await someone.page.fill("[name=code]", recovery)
        await sent(someone, "/connexion/code")

    @staticmethod
    def key_on(shown: str) -> str:
        found = KEY.search(shown)
        assert found is not None, shown
        return "".join(found[0].split())


@pytest.mark.parametrize("language", LANGUAGES)
class TestWayBack:
    """SEC-03: a forgotten password, and another address."""

    async def test_a_forgotten_password_is_chosen_anew_by_a_mailed_link(
        self, site: Site, browser: Browser, language: str
    ) -> None:
        name = "forgetful"
        async with newcomer(site, browser, name=name, language=language) as someone:
            await signed_in(someone, email_of(name, language), WRONG)
            await seen(someone, "sign-in-refused", language=language)
            await someone.go("/mot-de-passe")
            await someone.page.fill("[name=email]", "pas une adresse")
            await sent(someone, "/mot-de-passe")
            await seen(someone, "password-lost-refused", language=language)
            await someone.page.fill("[name=email]", email_of(name, language))
            await sent(someone, "/mot-de-passe")
            link = await self.link_to(site, email_of(name, language), "/mot-de-passe/")

            await someone.page.goto(link)
            await seen(someone, "password-new", language=language)
            await someone.page.fill("[name=password]", "court")
            await sent(someone)
            await seen(someone, "password-new-refused", language=language)
            await someone.page.fill("[name=password]", PASSWORD + " encore")
            await sent(someone)
            in_at = someone.page.url
            await someone.page.goto(link)

            await seen(someone, "password-link-used", language=language)
            assert in_at.endswith("/aujourdhui")

    async def test_another_address_is_confirmed_where_it_is(
        self, site: Site, browser: Browser, language: str
    ) -> None:
        name = "mover"
        async with newcomer(site, browser, name=name, language=language) as someone:
            await signed_in(someone, email_of(name, language))
            await someone.go("/compte/adresse")
            await someone.page.fill("[name=email]", "pas une adresse")
            await someone.page.fill("[name=password]", WRONG)
            await sent(someone, "/compte/adresse")
            await seen(someone, "address-refused", language=language)
            await someone.page.fill("[name=email]", f"new.{email_of(name, language)}")
            await someone.page.fill("[name=password]", PASSWORD)
            await sent(someone, "/compte/adresse")
            await seen(someone, "address-asked", language=language)
            link = await self.link_to(
                site, f"new.{email_of(name, language)}", "/compte/adresse/"
            )

            await someone.page.goto(link)
            await seen(someone, "address-confirming", language=language)
            await sent(someone)
            await seen(someone, "address-changed", language=language)

            assert f"new.{email_of(name, language)}" in await someone.text()

    @staticmethod
    async def link_to(site: Site, email: str, containing: str) -> str:
        """Wait for the letter that holds such a link, and return the link."""
        actor = Actor("", "", email, "partner")

        async def found() -> str | None:
            for letter in await site.letters(actor):
                if containing in letter.text:
                    return letter.link(containing)
            return None

        return str(await eventually(found))


@pytest.mark.parametrize("language", LANGUAGES)
class TestOwnData:
    """SEC-05, SEC-06 and the sessions: with much and with nothing."""

    async def test_consents_sessions_and_the_copy_of_one_s_data(
        self, site: Site, browser: Browser, language: str
    ) -> None:
        name = "keeper"
        async with newcomer(site, browser, name=name, language=language) as someone:
            await signed_in(someone, email_of(name, language))
            for sight in (
                Sight("consents-none", "/compte/consentements"),
                Sight("data-none", "/compte/mes-donnees"),
                Sight("consultations-few", "/compte/consultations"),
                Sight("sessions-one", "/compte/sessions"),
                Sight("account", "/compte"),
            ):
                await look(someone, sight, language=language)

            await someone.go("/compte/consentements")
            await sent(someone)
            await seen(someone, "consents-given", language=language)
            await site.machine(email_of(name, language))
            await look(
                someone, Sight("sessions-two", "/compte/sessions"), language=language
            )
            await someone.go("/compte/mes-donnees")
            await sent(someone)
            await someone.page.wait_for_selector("main a[download]")
            await seen(someone, "data-copy", language=language)
            await look(
                someone, Sight("data-asked", "/compte/mes-donnees"), language=language
            )
            await look_by_night(someone, Sight("sessions-two", "/compte/sessions"))


@pytest.mark.parametrize("language", LANGUAGES)
class TestHelping:
    """SEC-11: whoever acts for another is told so on every page."""

    async def test_the_banner_stands_on_each_page_and_the_person_reads_why(
        self, site: Site, browser: Browser, language: str
    ) -> None:
        name = "helped"
        async with newcomer(site, browser, name=name, language=language) as helper:
            await signed_in(helper, site.email, site.password)
            await helper.go("/assistance")
            await sent(helper, "/assistance")
            await seen(helper, "assistance-refused", language=language)
            await helper.page.fill("[name=email]", email_of(name, language))
            await helper.page.fill("[name=reason]", "Au téléphone (demandé)")
            await sent(helper, "/assistance")
            await seen(helper, "acting-today", language=language)
            banner = await helper.text("header")
            for sight in (
                Sight("acting-account", "/compte"),
                Sight("acting-webinars", "/webinaires"),
            ):
                await look(helper, sight, language=language)
            await look_by_night(helper, Sight("acting-account", "/compte"))
            await helper.page.locator("header form button").last.click()
            await helper.page.wait_for_url("**/assistance")

            await signed_in(helper, email_of(name, language))
            await helper.go("/compte/consultations")
            told = await helper.text()

            assert f"Camille {name.capitalize()}" in banner
            assert "Au téléphone (demandé)" in told


@pytest.mark.parametrize("language", LANGUAGES)
class TestErasing:
    """SEC-07: an erasure leaves a proof, and asks whoever erases to be sure."""

    async def test_the_proof_is_shown_once_every_service_has_confirmed(
        self, site: Site, browser: Browser, language: str
    ) -> None:
        name = "leaver"
        async with newcomer(site, browser, name=name, language=language) as admin:
            await signed_in(admin, site.email, site.password)
            await admin.go("/effacements")
            await admin.page.fill("[name=email]", email_of(name, language))
            await sent(admin, "/effacements")
            await seen(admin, "erasures-refused", language=language)
            await admin.page.check("[name=is_sure]")
            await sent(admin, "/effacements")

            # It looks again by itself.
            await admin.page.wait_for_selector("main :text('SHA-256')")
            await seen(admin, "erasure-proved", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
class TestKeys:
    """HUB-11: a key is created, renewed with an overlap, and revoked."""

    async def test_a_key_in_each_of_its_states(
        self, site: Site, browser: Browser, language: str
    ) -> None:
        async with person(browser, site.url) as operator:
            await operator.speak(language)
            await signed_in(operator, site.email, site.password)
            await operator.go("/cles")
            await sent(operator, "/cles")
            await seen(operator, "keys-refused", language=language)
            await operator.page.fill("[name=name]", f"Portail {language.upper()}")
            await sent(operator, "/cles")
            await seen(operator, "keys-created", language=language)
            await operator.go("/cles")
            await operator.page.locator("main table tbody a").first.click()
            await operator.page.wait_for_url("**/cles/**")
            await seen(operator, "key", language=language)
            here = operator.page.url.removeprefix(site.url)
            await operator.page.fill("[name=expires_on]", "2020-01-01")
            await sent(operator, f"{here}/renouveler")
            await seen(operator, "key-refused", language=language)
            await operator.page.fill("[name=expires_on]", "")
            await sent(operator, f"{here}/renouveler")
            await seen(operator, "key-renewed", language=language)
            await look_by_night(operator, Sight("key", here))
            await operator.page.locator("main summary").last.click()
            await sent(operator, f"{here}/revoquer")
            await look(operator, Sight("key-revoked", here), language=language)
