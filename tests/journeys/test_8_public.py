"""Step 8: without an account and without script, one finds help (WEB-20, REG-24, SY-11)."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from .browser import Person, person
from .cast import CENTRES, PARTNERS
from .site import Site
from .story import Story
from .test_3_proposal import TITLE

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(site: Site, browser: Browser) -> AsyncIterator[Person]:
    """Give somebody without an account, whose browser runs no script."""
    async with person(browser, site.url, java_script_enabled=False) as at_home:
        yield at_home


class TestAgenda:
    async def test_it_is_filtered_by_territory_and_by_theme(
        self, visitor: Person, story: Story
    ) -> None:
        story.take("starts_at", of=5)
        await visitor.go("/agenda")

        shown = []
        for region, theme in (("", ""), ("76", ""), ("53", ""), ("", "securite")):
            await visitor.page.select_option("[name=region]", region)
            await visitor.page.select_option("[name=theme]", theme)
            await visitor.press("Filtrer")
            shown.append(await visitor.texts("main ol.lines h3"))

        assert shown == [[TITLE], [TITLE], [], []]
        assert "Aucun webinaire ouvert ne correspond" in await visitor.text()

    async def test_a_webinar_says_what_when_for_whom_and_by_whom(
        self, visitor: Person
    ) -> None:
        await visitor.go("/")
        await visitor.page.click(f"main h3 a:has-text('{TITLE}')")
        shown = await visitor.text()

        assert await visitor.title() == TITLE
        for told in ("10 h", "Occitanie", PARTNERS["factura"], "débutant", "sur 50"):
            assert told in shown

    async def test_the_keyboard_alone_leads_to_it(self, someone: Person) -> None:
        await someone.go("/agenda")

        await someone.page.keyboard.press("Tab")
        skip = await someone.page.evaluate("document.activeElement.textContent")
        await someone.page.keyboard.press("Enter")
        for _ in range(30):
            await someone.page.keyboard.press("Tab")
            focused = await someone.page.evaluate("document.activeElement.textContent")
            if " ".join(focused.split()) == TITLE:
                break
        async with someone.page.expect_navigation():
            await someone.page.keyboard.press("Enter")

        assert skip == "Aller au contenu"
        assert await someone.title() == TITLE


class TestReceptionPoints:
    async def test_a_postcode_gives_the_nearest_first(self, visitor: Person) -> None:
        await visitor.go("/points-accueil")
        await visitor.page.fill("[name=place]", "34200")
        await visitor.press("Chercher")

        points = await visitor.texts("main ol.lines > li")

        assert points[0].startswith("dans la commune CCI Hérault")
        assert "Mèze" in points[1]
        assert points[1].startswith("à ")

    async def test_a_name_without_accents_or_hyphens_is_understood(
        self, visitor: Person
    ) -> None:
        await visitor.go("/points-accueil")
        for typed in ("st lys", "SAINT LYS", "31470 Saint-Lys"):
            await visitor.page.fill("[name=place]", typed)
            await visitor.press("Chercher")

            assert "Les plus proches de Saint-Lys" in " ".join(
                await visitor.texts("main h2")
            )

    async def test_a_name_that_many_towns_bear_asks_which(
        self, visitor: Person
    ) -> None:
        await visitor.go("/points-accueil?place=saint-denis")

        await visitor.page.click("main ul.list a:has-text('97400')")

        first = (await visitor.texts("main ol.lines > li"))[0]
        assert CENTRES["reunion"].name in first

    async def test_a_town_that_does_not_exist_gets_proposals(
        self, visitor: Person
    ) -> None:
        await visitor.go("/points-accueil?place=Toulouze")

        await visitor.follow("31000 Toulouse")

        assert "Les plus proches de Toulouse" in await visitor.text()


class TestCentres:
    async def test_they_are_listed_by_region_beside_a_map(
        self, visitor: Person
    ) -> None:
        await visitor.go("/centres")

        rows = await visitor.texts("#list ~ table tbody tr")
        shown = await visitor.text()

        assert len(rows) == len(CENTRES)
        assert any(row.startswith("Occitanie") and "Toulouse" in row for row in rows)
        assert await visitor.page.locator("main svg path").count() >= 96
        assert "CC-BY" in shown or "CC BY" in shown
