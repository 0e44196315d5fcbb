"""Signing in by a provider as a person does it: in a browser, across two hosts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from playwright.async_api import expect

from kit.platform import platform
from kit.running import application, migrate
from kit.running.serving import build_all, serve
from kit.settings import HttpSettings
from maillage.embedded import Servers
from services.registry.accounts.models import NewPerson
from services.registry.accounts.service import AccountService
from services.registry.roles import REGISTRY
from tests.integration.registry.accounts.test_accounts import EMAIL
from tests.journeys.browser import Person as Reader
from tests.journeys.browser import chromium, person
from tests.journeys.looking import Sight, look, seen
from tests.support.harness import eventually, settings_for
from tests.support.identity import Person, Provider
from tests.support.ports import own_port

CLAIRE = NewPerson(first_name="Claire", last_name="Vidal", email=EMAIL, role="operator")


@asynccontextmanager
async def served(
    servers: Servers, namespace: str, provider: Provider, folder: Path
) -> AsyncIterator[str]:
    """Serve the registry on a port of its own; the provider is another site to it."""
    port = own_port("federation", folder=folder)
    url = f"http://127.0.0.1:{port}"
    changes: dict[str, Any] = {"oidc": provider.settings(), "public_url": url}
    settings = settings_for(servers, namespace).model_copy(
        update=changes | {"http": HttpSettings(port=port)}
    )
    stop = asyncio.Event()
    async with (
        platform(settings) as built,
        build_all(built, [REGISTRY]) as provided,
    ):
        await migrate(built, [REGISTRY], provided)
        accounts = cast("AccountService", provided[AccountService])
        await accounts.open(CLAIRE)
        app = application(built, [REGISTRY])
        serving = asyncio.create_task(serve(app, settings.http, stop))
        await eventually(lambda: _answers(port), every=0.05)
        try:
            yield url
        finally:
            stop.set()
            await serving


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def by_the_provider(reader: Reader) -> None:
    await reader.follow("Se connecter avec ProConnect")
    await reader.follow("Continuer")


async def test_a_person_signs_in_and_out_by_the_provider(
    servers: Servers, namespace: str, tmp_path: Path
) -> None:
    theirs = Provider(host="localhost", person=Person(email=EMAIL))
    async with (
        theirs.open(),
        served(servers, namespace, theirs, tmp_path) as url,
        chromium() as browser,
        person(browser, url) as reader,
    ):
        await look(reader, Sight("federation-sign-in", "/connexion"), language="fr")
        await reader.go("/connexion?next=/compte")
        await by_the_provider(reader)
        assert reader.page.url == f"{url}/compte"
        assert "Claire Vidal" in await reader.text()

        await (
            reader.page.locator("main")
            .get_by_role("button", name="Se déconnecter")
            .click()
        )
        await expect(reader.page).to_have_url(f"{url}/connexion")
        await reader.go("/compte")
        assert "/connexion?next=" in reader.page.url
        assert theirs.asked[-1] == "end"

        theirs.person = Person(sub="agent-0002", email="inconnue@exemple.fr")
        await reader.go("/connexion")
        await by_the_provider(reader)
        assert await reader.title() == "Aucun compte n’a votre adresse"
        await seen(reader, "federation-unknown", language="fr")

        left = [
            one for one in reader.faults if f"other host: {theirs.issuer}" not in one
        ]
        reader.faults[:] = left
