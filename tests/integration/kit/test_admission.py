"""A crowd before one service: who is refused learns it at once, and when to return."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2
import pytest

from kit.http.problems import MEDIA_TYPE
from kit.running import application
from tests.support.harness import HOST, Installation, _serving

from .thing import THINGS

SLOW = "/api/v1/things/slow"


@pytest.fixture
async def narrow(it: Installation) -> AsyncIterator[httpx2.AsyncClient]:
    """One place, and nobody may wait."""
    http = it.platform.settings.http.model_copy(
        update={"requests_at_once": 1, "requests_waiting": 0}
    )
    settings = it.platform.settings.model_copy(update={"http": http})
    crowded = replace(it.platform, settings=settings)
    async with _serving(application(crowded, [THINGS])) as client:
        yield client


class TestCrowd:
    async def test_the_one_too_many_is_refused_at_once(
        self, narrow: httpx2.AsyncClient
    ) -> None:
        first = asyncio.create_task(narrow.post(SLOW, json={"name": "first"}))
        await asyncio.sleep(0.1)
        asked_at = time.monotonic()
        refused = await narrow.post(SLOW, json={"name": "second"})
        seconds = time.monotonic() - asked_at

        assert refused.status_code == 503
        assert refused.headers["content-type"] == MEDIA_TYPE
        assert refused.headers["retry-after"] == "2"
        assert refused.json()["type"] == "/problems/Overloaded"
        assert seconds < 0.1
        assert (await first).status_code == 200
        assert (await narrow.post(SLOW, json={"name": "third"})).status_code == 200

    @pytest.mark.parametrize(
        ("language", "said"),
        [("fr", "Trop de monde à la fois"), ("en", "Too many people at once")],
    )
    async def test_a_reader_gets_a_page_that_names_no_address(
        self, narrow: httpx2.AsyncClient, language: str, said: str
    ) -> None:
        first = asyncio.create_task(narrow.post(SLOW, json={"name": "first"}))
        await asyncio.sleep(0.1)
        headers = {"Accept": "text/html", "Accept-Language": language}
        pages = [
            await narrow.get(f"{HOST}/agenda?q={word}", headers=headers)
            for word in ("mine", "yours")
        ]
        await first

        assert [page.status_code for page in pages] == [503, 503]
        assert all(said in page.text for page in pages)
        assert not any("mine" in page.text or "yours" in page.text for page in pages)
        assert all("content-security-policy" in page.headers for page in pages)
        assert all(page.headers["retry-after"] == "2" for page in pages)

    async def test_health_is_told_in_any_crowd(
        self, narrow: httpx2.AsyncClient
    ) -> None:
        first = asyncio.create_task(narrow.post(SLOW, json={"name": "first"}))
        await asyncio.sleep(0.1)
        told = [await narrow.get(path) for path in ("/livez", "/readyz", "/metrics")]
        await first

        assert [one.status_code for one in told] == [200, 200, 200]
