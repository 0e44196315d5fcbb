"""The registry beside a provider of identities on loopback."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from maillage.embedded import Servers
from services.registry.federation.delivery import COOKIE
from services.registry.roles import REGISTRY
from tests.support.harness import HOST, Client, Installation, installed
from tests.support.identity import Person, Provider

BROWSER = {"Accept": "text/html"}


@dataclass
class Visitor:
    """A browser that goes to the provider and comes back."""

    it: Installation
    provider: Provider

    async def depart(self, going_to: str = "/compte") -> tuple[str, str]:
        """Return where the browser is sent, and the cookie it keeps."""
        answer = await self.it.client.page(f"/connexion/federee?next={going_to}")
        assert answer.status_code == 303, answer.text
        kept = answer.cookies[COOKIE]
        self.it.client.http.cookies.clear()
        return answer.headers["location"], kept

    async def arrive(self, back: str, cookie: str | None) -> httpx2.Response:
        headers = dict(BROWSER)
        if cookie is not None:
            headers["Cookie"] = f"{COOKIE}={cookie}"
        answer = await self.it.client.get(back.removeprefix(HOST), headers=headers)
        self.it.client.http.cookies.clear()
        where = answer.headers.get("location", "")
        if where.startswith("/connexion/federee/arret"):
            assert "maillage_session" not in answer.cookies
            return await self.it.client.page(where)
        return answer

    async def sign_in(self, person: Person | None = None) -> httpx2.Response:
        url, cookie = await self.depart()
        return await self.arrive(self.provider.agree(url, person), cookie)

    def holding(self, answer: httpx2.Response) -> Client:
        """Return a client with the session that was opened."""
        token = answer.cookies["maillage_session"]
        return Client(
            self.it.client.http, self.it.platform, {"Authorization": f"Bearer {token}"}
        )


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with Provider().open() as running:
        yield running


@pytest.fixture
async def visitor(
    servers: Servers, namespace: str, provider: Provider
) -> AsyncIterator[Visitor]:
    changes: dict[str, Any] = {"oidc": provider.settings()}
    async with installed(servers, namespace, REGISTRY, **changes) as it:
        yield Visitor(it, provider)
