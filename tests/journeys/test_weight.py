"""Fast in the hand: what pages weigh on the wire, and what they may ask for."""

import re

import httpx2
import pytest

from tests.reliability.pages.following import Following, weights
from tests.reliability.pages.ground import Reader

from .cast import CLAIRE, INES, PASSWORD
from .machine import Machine
from .site import Site
from .story import Story

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIRST_BYTES_MAX, LATER_BYTES_MAX = 100_000, 30_000


async def reader(site: Site, email: str | None) -> Reader:
    if email is None:
        return Reader("visitor")
    body = {"email": email, "password": PASSWORD}
    opened = await Machine(site.url).post("/sessions", body)
    return Reader(email, opened["token"])


class TestWeight:
    @pytest.mark.parametrize("email", [None, CLAIRE.email, INES.email])
    async def test_a_first_visit_is_within_100_kb_and_later_ones_within_30(
        self, site: Site, story: Story, email: str | None
    ) -> None:
        story.take("invoice", of=3)
        pages = await Following(site.url, await reader(site, email)).follow()
        assets = await weights(
            site.url, frozenset(one for page in pages for one in page.assets)
        )

        first = {
            page.path: page.bytes + sum(assets[one] for one in page.assets)
            for page in pages
        }
        later = {page.path: page.bytes for page in pages}

        assert len(pages) > 8
        assert {p: n for p, n in first.items() if n > FIRST_BYTES_MAX} == {}
        assert {p: n for p, n in later.items() if n > LATER_BYTES_MAX} == {}

    async def test_the_policy_allows_nothing_inline_and_no_other_host(
        self, site: Site
    ) -> None:
        async with httpx2.AsyncClient(base_url=site.url) as http:
            answer = await http.get("/", headers={"Accept": "text/html"})

        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert re.findall(r"https?:|\*", policy) == []
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>", answer.text)
