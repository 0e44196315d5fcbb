"""SEC-12: where the address is https, every cookie of ours is the host's own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from maillage.embedded import Servers
from services.registry.roles import REGISTRY
from tests.support.accounts import EMAIL, PASSWORD, enter, open_account
from tests.support.factors import added
from tests.support.harness import HOST, Installation, installed
from tests.support.identity import Provider

SECURE = HOST.replace("http://", "https://")
BROWSER = {"Accept": "text/html"}
SESSION, STEP = "__Host-maillage_session", "__Host-maillage_step"


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with Provider().open() as running:
        yield running


@pytest.fixture
async def safe(
    servers: Servers, namespace: str, provider: Provider
) -> AsyncIterator[Installation]:
    """Install it as people reach it by https."""
    changes: dict[str, Any] = {"public_url": SECURE, "oidc": provider.settings()}
    async with installed(servers, namespace, REGISTRY, **changes) as installation:
        yield installation


async def asked(it: Installation, method: str, path: str, **options: Any) -> Any:
    answer = await it.client.http.request(
        method, f"{SECURE}{path}", follow_redirects=False, **options
    )
    it.client.http.cookies.clear()
    return answer


async def signed_in(it: Installation) -> Any:
    form = {"email": EMAIL, "password": PASSWORD}
    return await asked(it, "POST", "/connexion", data=form, headers=BROWSER)


def held(answer: Any) -> dict[str, str]:
    """Return what a browser keeps by now, and refuse what it would not take."""
    kept = {}
    for header in answer.headers.get_list("set-cookie"):
        pair, *others = header.split("; ")
        said = {one.lower() for one in others}
        name, _, value = pair.partition("=")
        assert name.startswith("__Host-"), header
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= said, header
        assert not any(one.startswith("domain") for one in said), header
        kept[name] = value
    return kept


class TestSecure:
    async def test_a_session_and_the_device_are_kept_and_taken_back(
        self, safe: Installation
    ) -> None:
        await open_account(safe)

        kept = held(await signed_in(safe))
        own = {"Cookie": f"{SESSION}={kept[SESSION]}", **BROWSER}
        account = await asked(safe, "GET", "/compte", headers=own)
        left = await asked(safe, "POST", "/deconnexion", headers=own)
        ended = held(left)
        after = await asked(safe, "GET", "/compte", headers=own)

        assert set(kept) >= {SESSION, "__Host-maillage_device"}
        assert account.status_code == 200
        assert ended[SESSION].strip('"') == ""
        assert left.headers["clear-site-data"] == '"cache", "storage"'
        assert "Claire" not in after.text

    async def test_the_plain_name_signs_nobody_in(self, safe: Installation) -> None:
        """A neighbouring host of the domain may set it: it could be anybody's."""
        await open_account(safe)
        token = held(await signed_in(safe))[SESSION]

        plain = {"Cookie": f"maillage_session={token}", **BROWSER}
        answer = await asked(safe, "GET", "/compte", headers=plain)

        assert "Claire" not in answer.text

    async def test_the_step_between_password_and_code_too(
        self, safe: Installation
    ) -> None:
        await open_account(safe)
        await added(await enter(safe))

        kept = held(await signed_in(safe))
        with_step = {"Cookie": f"{STEP}={kept[STEP]}", **BROWSER}
        by_ours = await asked(safe, "GET", "/connexion/code", headers=with_step)
        plain = {"Cookie": f"maillage_step={kept[STEP]}", **BROWSER}
        by_theirs = await asked(safe, "GET", "/connexion/code", headers=plain)

        assert SESSION not in kept
        assert by_ours.status_code == 200
        assert by_theirs.headers["location"] == "/connexion"

    async def test_the_way_to_a_provider_and_the_language_too(
        self, safe: Installation
    ) -> None:
        gone = held(await asked(safe, "GET", "/connexion/federee", headers=BROWSER))
        spoken = held(await asked(safe, "GET", "/langue/en", headers=BROWSER))

        assert set(gone) == {"__Host-maillage_federation"}
        assert spoken == {"__Host-language": "en"}


class TestLoopback:
    async def test_plain_http_keeps_plain_names(self, it: Installation) -> None:
        """A browser takes no `Secure` cookie there but from localhost."""
        await open_account(it)
        form = {"email": EMAIL, "password": PASSWORD}

        answer = await it.client.post("/connexion", data=form, headers=BROWSER)

        assert {"maillage_session", "maillage_device"} <= set(answer.cookies)
        assert not any(name.startswith("__Host-") for name in answer.cookies)
