"""Hands that touch the keyboard alone, and count what they do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.async_api import Locator

from .browser import Person

STOPS_MAX: Final = 250
HELD: Final = "element => element === document.activeElement"


@dataclass
class Hands:
    """Reaches everything by Tab, as somebody without a mouse does.

    A click is a link or a button, pressed with Enter; a field is one filled or chosen.
    """

    person: Person
    clicks: int = 0
    fields: int = 0

    @property
    def done(self) -> tuple[int, int]:
        return self.clicks, self.fields

    def button(self, name: str) -> Locator:
        return self.person.page.get_by_role("button", name=name).first

    def link(self, name: str) -> Locator:
        return self.person.page.get_by_role("link", name=name).first

    async def press(self, what: Locator) -> None:
        """Press a link or a button that leads to a page."""
        await self.reach(what)
        async with self.person.page.expect_navigation():
            await self._key("Enter")
        self.clicks += 1

    async def download(self, what: Locator) -> Path:
        """Press a link that leads to a file, and return the file."""
        await self.reach(what)
        async with self.person.page.expect_download() as begun:
            await self._key("Enter")
        self.clicks += 1
        return await (await begun.value).path()

    async def type(self, name: str, text: str) -> None:
        """Fill the field so named, over whatever stands in it."""
        await self.reach(self.person.page.locator(f"main [name={name}]").first)
        await self._key("Control+A")
        await self.person.page.keyboard.insert_text(text)
        self.fields += 1

    async def search(self, words: str) -> None:
        """Type into the box of the bar, and take the first thing it proposes."""
        page = self.person.page
        await self.reach(page.locator("#q"))
        await page.keyboard.type(words, delay=10)
        self.fields += 1
        await page.wait_for_selector("#found a")
        await self._key("ArrowDown")
        async with page.expect_navigation():
            await self._key("Enter")
        self.clicks += 1

    async def tick(self, what: Locator) -> None:
        await self.reach(what)
        await self._key("Space")
        self.fields += 1

    async def choose(self, name: str, value: str) -> None:
        """Choose a radio or an option, by the arrow keys."""
        group = self.person.page.locator(f"main [name={name}]")
        if await group.first.get_attribute("type") == "radio":
            await self.reach(await self._entry(group))
            await self._key("Space")
        else:
            await self.reach(group.first)
        read = "() => document.activeElement.value"
        for _ in range(STOPS_MAX):
            if await self.person.page.evaluate(read) == value:
                break
            await self._key("ArrowDown")
        else:
            raise AssertionError(f"no arrow key leads to {name}={value}")
        self.fields += 1

    async def file(self, name: str, path: Path) -> None:
        await self.reach(self.person.page.locator(f"main [name={name}]").first)
        async with self.person.page.expect_file_chooser() as chosen:
            await self._key("Space")
        await (await chosen.value).set_files(path)
        self.fields += 1

    async def reach(self, what: Locator) -> None:
        """Go on by Tab until it has the focus, and see that the focus shows."""
        await what.wait_for()
        for _ in range(STOPS_MAX):
            if await what.evaluate(HELD):
                outline = "element => getComputedStyle(element).outlineStyle"
                assert await what.evaluate(outline) != "none", "the focus is not seen"
                return
            await self._key("Tab")
        raise AssertionError(f"Tab never reaches {what}")

    async def _entry(self, group: Locator) -> Locator:
        """Return where Tab enters a group of radios: the one chosen, or the first."""
        for radio in await group.all():
            if await radio.is_checked():
                return radio
        return group.first

    async def _key(self, name: str) -> None:
        await self.person.page.keyboard.press(name)


@asynccontextmanager
async def hands(person: Person, *, at: str = "/aujourdhui") -> AsyncIterator[Hands]:
    """Begin where the task does: at home, with nothing counted."""
    await person.go(at)
    yield Hands(person)
