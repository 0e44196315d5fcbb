"""Looking at pages: both languages, by day and by night, wide, narrow and enlarged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser
from playwright.async_api import Page as Tab

from tests.journeys.browser import NARROW, RULES, WIDE, Person, person
from tests.journeys.looking import OVERFLOW

from .following import Page
from .ground import Demo, Reader

LANGUAGES: Final = ("fr", "en")
THEMES: Final = ("light", "dark")
SIZES: Final = (("1280", WIDE), ("390", NARROW))
# 1280 pixels at 400 % (WCAG 1.4.10).
ENLARGED: Final = {"width": 320, "height": 256}
# The same page by night differs in nothing but its colours.
BY_DAY: Final[dict[str, Any]] = {**RULES, "resultTypes": ["violations"]}
BY_NIGHT: Final[dict[str, Any]] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
EMPTIED: Final = """() => {
  const form = document.querySelector("main form[method=post][novalidate]");
  if (!form) return false;
  for (const one of form.querySelectorAll("input, textarea")) {
    if (["hidden", "radio", "checkbox", "submit", "file"].includes(one.type)) continue;
    one.value = "";
  }
  return form.querySelector("button:not([formaction])") !== null;
}"""
SEND: Final = "main form[method=post][novalidate] button:not([formaction])"
MOVING: Final = "document.getAnimations().length"


@dataclass(slots=True)
class Looking:
    """`faults` holds each thing that nobody should meet, once by page and way of it."""

    demo: Demo
    browser: Browser
    languages: Sequence[str] = LANGUAGES
    runs: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)

    async def look(self, reader: Reader, pages: Iterable[Page]) -> None:
        """Open every page in every way, then send every form with nothing in it."""
        found = [one.path for one in pages]
        for language, theme in product(self.languages, THEMES):
            cookies = {"language": language, "theme": theme}
            if reader.token is not None:
                cookies["maillage_session"] = reader.token
            url = self.demo.url
            async with person(self.browser, url, reduced_motion="reduce") as someone:
                await someone.page.context.add_cookies(
                    [
                        {"name": name, "value": value, "url": url}
                        for name, value in cookies.items()
                    ]
                )
                way = f"{reader.name}, {language}, {theme}"
                await self._look_at_all(someone, found, way, theme)

    async def _look_at_all(
        self, someone: Person, found: Sequence[str], way: str, theme: str
    ) -> None:
        for path in found:
            await someone.go(path)
            await self._seen(someone.page, f"{path} ({way})", theme)
            if await someone.page.evaluate(EMPTIED):
                await someone.page.locator(SEND).first.click()
                await someone.page.wait_for_load_state()
                if await someone.page.locator("main [role=alert]").count():
                    self.refused += 1
                    await self._seen(someone.page, f"{path} refused ({way})", theme)

    async def _seen(self, tab: Tab, name: str, theme: str) -> None:
        await tab.set_viewport_size(ENLARGED)  # type: ignore[arg-type] # its own shape
        if await tab.evaluate(OVERFLOW):
            self.faults.append(f"{name}: wider than 320 pixels")
        if await tab.evaluate(MOVING):
            self.faults.append(f"{name}: moves, though asked not to")
        for size, viewport in SIZES:
            await tab.set_viewport_size(viewport)  # type: ignore[arg-type] # its own shape
            if await tab.evaluate(OVERFLOW):
                self.faults.append(f"{name}: wider than {size} pixels")
            options = BY_NIGHT if theme == "dark" else BY_DAY
            judged = await Axe().run(tab, options=options)
            self.runs += 1
            self.faults += [
                f"{name}, {size}: {one['id']} at {one['nodes'][0]['target'][0]}"
                for one in judged.response["violations"]
            ]
