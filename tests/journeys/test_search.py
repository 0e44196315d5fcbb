"""The one box of the bar: as one types, with Enter alone, and by keyboard."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.support.harness import eventually

from .browser import Enter, Person, person
from .cast import CENTRES, CLAIRE, GAETAN
from .site import Site
from .test_3_proposal import TITLE

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def plain(site: Site, browser: Browser) -> AsyncIterator[Person]:
    """Give somebody whose browser runs no script, signed out."""
    async with person(browser, site.url, java_script_enabled=False) as at_home:
        yield at_home


class TestSearch:
    async def test_the_keyboard_alone_finds_somebody_as_one_types(
        self, enter: Enter
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            keyboard = claire.page.keyboard
            await claire.page.focus("#q")
            await keyboard.type("gaetan ro", delay=20)
            await claire.page.wait_for_selector("#found a")

            async def settled() -> bool:
                return await claire.text("#said") == "Une proposition."

            await eventually(settled)
            await claire.axe()

            await keyboard.press("ArrowDown")
            async with claire.page.expect_navigation():
                await keyboard.press("Enter")

            assert await claire.title() == GAETAN.name

    async def test_escape_closes_the_list_and_goes_back_to_the_box(
        self, enter: Enter
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            await claire.page.locator("#q").press_sequentially("ressources")
            await claire.page.wait_for_selector("#found a")
            await claire.page.keyboard.press("ArrowUp")
            last = await claire.page.evaluate("document.activeElement.textContent")
            await claire.page.keyboard.press("Escape")

            assert "Tout ce qui répond" in last
            assert await claire.page.locator("#found a").count() == 0
            assert await claire.page.evaluate("document.activeElement.id") == "q"

    async def test_without_script_enter_alone_answers(self, plain: Person) -> None:
        await plain.go("/")
        await plain.page.fill("#q", "FACTURE")
        async with plain.page.expect_navigation():
            await plain.page.press("#q", "Enter")

        assert TITLE in await plain.texts("main h3")
        assert await plain.page.input_value("#q") == "FACTURE"

    async def test_the_public_finds_no_person_and_a_place_to_go(
        self, plain: Person
    ) -> None:
        await plain.go(f"/recherche?q={GAETAN.last_name}")
        nobody = await plain.text()
        await plain.go("/recherche?q=ressources occitanie")
        await plain.follow(CENTRES["occitanie"].name)

        assert "Rien ne répond" in nobody
        assert CENTRES["occitanie"].name in await plain.text()
