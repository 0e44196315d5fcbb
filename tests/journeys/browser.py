"""A person's browser: real Chromium, watched for what no page may do."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 15_000
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}


@dataclass
class Person:
    """One person at one browser; `faults` holds what a page did wrong."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)

    async def go(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def sign_in(self, email: str, password: str) -> None:
        await self.go("/connexion")
        await self.page.fill("[name=email]", email)
        await self.page.fill("[name=password]", password)
        await self.press("Se connecter")
        assert "/connexion" not in self.page.url, await self.page.inner_text("main")

    async def speak(self, language: str) -> None:
        """Choose the language of the pages, as the switch does."""
        choice = {"name": "language", "value": language, "url": self.url}
        await self.page.context.add_cookies([choice])  # type: ignore[list-item] # its shape

    async def text(self, selector: str = "main") -> str:
        """Read what is shown, with plain spaces."""
        shown = await self.page.inner_text(selector)
        return shown.replace("\u00a0", " ").replace("\u202f", " ")

    async def press(self, name: str, *, within: str = "main") -> None:
        """Press the button so named, and wait for the page that answers."""
        button = self.page.locator(within).get_by_role("button", name=name)
        async with self.page.expect_navigation():
            await button.click()

    async def follow(self, name: str, *, within: str = "main") -> None:
        link = self.page.locator(within).get_by_role("link", name=name)
        async with self.page.expect_navigation():
            await link.click()

    async def unfold(self, title: str) -> None:
        """Open what is folded under this title."""
        await self.page.locator("main summary", has_text=title).click()

    async def title(self) -> str:
        return await self.text("h1")

    async def texts(self, selector: str) -> list[str]:
        """Read each element, its lines made one."""
        shown = await self.page.locator(selector).all_inner_texts()
        return [" ".join(one.replace("\u202f", " ").split()) for one in shown]

    async def axe(self) -> None:
        """Fail on anything that axe finds on this page."""
        found = await Axe().run(self.page, options=RULES)
        violations = found.response["violations"]
        told = [
            (one["id"], [node["html"][:200] for node in one["nodes"]][:3])
            for one in violations
        ]
        assert told == [], f"{self.page.url}: {told}"

    async def screenshot(self, name: str) -> None:
        folder = Path(".maillage/screenshots")
        folder.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


Enter = Callable[..., AbstractAsyncContextManager[Person]]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the machine's Chromium; `make test` installs it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=list(ARGUMENTS)
        )
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def person(browser: Browser, url: str, **options: Any) -> AsyncIterator[Person]:
    """Open a fresh browser profile; what its pages do wrong fails the test."""
    settings = {"viewport": WIDE, "locale": "fr-FR"} | options
    context = await browser.new_context(**settings)
    context.set_default_timeout(PATIENCE_MS)
    someone = Person(await context.new_page(), url)
    _watch(context, someone)
    try:
        yield someone
    finally:
        await context.close()
    assert someone.faults == []


def _watch(context: BrowserContext, someone: Person) -> None:
    context.on(
        "request",
        lambda request: (
            someone.faults.append(f"other host: {request.url}")
            if not request.url.startswith((someone.url, "data:", "about:"))
            else None
        ),
    )
    context.on(
        "response",
        lambda response: (
            someone.faults.append(f"{response.status}: {response.url}")
            if response.status >= 500
            else None
        ),
    )
    context.on(
        "console",
        lambda message: (
            someone.faults.append(f"console: {message.text}")
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    context.on("weberror", lambda error: someone.faults.append(str(error.error)))
