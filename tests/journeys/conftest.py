"""One installation and one browser for the whole story, whose steps build on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from maillage.embedded import Servers
from tests.support.namespaces import clear, new_namespace
from tests.support.places import run_folder, swept

from .browser import Enter, Person, chromium, person
from .cast import PASSWORD
from .site import Site, started
from .story import Story


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(servers: Servers) -> AsyncIterator[Site]:
    namespace = new_namespace()
    with swept(run_folder("journeys")) as folder:
        async with started(servers, namespace, folder) as running:
            yield running
    await clear(namespace, servers=servers)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started_browser:
        yield started_browser


@pytest_asyncio.fixture(loop_scope="session")
async def someone(site: Site, browser: Browser) -> AsyncIterator[Person]:
    """Give a person at a fresh browser, in French, on a wide screen."""
    async with person(browser, site.url) as at_work:
        yield at_work


@pytest.fixture
def enter(site: Site, browser: Browser) -> Enter:
    """Give the way in: a fresh browser, signed in as somebody of the cast."""

    @asynccontextmanager
    async def entered(
        email: str, password: str = PASSWORD, **options: Any
    ) -> AsyncIterator[Person]:
        async with person(browser, site.url, **options) as at_work:
            await at_work.sign_in(email, password)
            yield at_work

    return entered


@pytest.fixture(scope="session")
def story() -> Story:
    return Story()
