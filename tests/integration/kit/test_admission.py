"""A crowd before one service: who is refused learns it at once, and when to return."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2
import pytest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kit.http.admission import APART, PEER
from kit.http.problems import MEDIA_TYPE
from kit.platform import Platform
from kit.running import application
from tests.support.harness import HOST, Installation, _serving

from .thing import THINGS

SLOW = "/api/v1/things/slow"


@pytest.fixture
async def narrow(it: Installation) -> AsyncIterator[httpx2.AsyncClient]:
    """One place, and nobody may wait."""
    async with _serving(application(crowded(it, places=1), [THINGS])) as client:
        yield client


def crowded(it: Installation, *, places: int) -> Platform:
    """Give out so few places, and let nobody wait for one."""
    http = it.platform.settings.http.model_copy(
        update={"requests_at_once": places, "requests_waiting": 0}
    )
    settings = it.platform.settings.model_copy(update={"http": http})
    return replace(it.platform, settings=settings)


async def is_inside() -> None:
    """Let the first one get in: it stays there for three times as long."""
    await asyncio.sleep(0.1)


class Pipelining:
    """Says of a request with this header what our server says of its connection."""

    HEADER = "x-pipelines"

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.HEADER in Headers(scope=scope):
            scope["extensions"] = {PEER: {"pipelines": lambda: True}}
        await self._app(scope, receive, send)


class TestCrowd:
    async def test_who_asks_several_things_in_a_row_leaves_places_to_others(
        self, it: Installation
    ) -> None:
        app = application(crowded(it, places=APART), [THINGS])
        app.add_middleware(Pipelining)
        in_a_row = {Pipelining.HEADER: "yes"}
        async with _serving(app) as client:
            first = asyncio.create_task(
                client.post(SLOW, json={"name": "first"}, headers=in_a_row)
            )
            await is_inside()
            second = await client.post(SLOW, json={"name": "2"}, headers=in_a_row)
            another = await client.post(SLOW, json={"name": "another"})
            answers = [(await first).status_code, second.status_code]
            third = await client.post(SLOW, json={"name": "3"}, headers=in_a_row)

        assert answers == [200, 503]
        assert another.status_code == 200
        assert third.status_code == 200

    async def test_the_one_too_many_is_refused_at_once(
        self, narrow: httpx2.AsyncClient
    ) -> None:
        first = asyncio.create_task(narrow.post(SLOW, json={"name": "first"}))
        await is_inside()
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
        await is_inside()
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
        await is_inside()
        told = [await narrow.get(path) for path in ("/livez", "/readyz", "/metrics")]
        await first

        assert [one.status_code for one in told] == [200, 200, 200]
