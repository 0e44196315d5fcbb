"""Style sheets and scripts: served, kept, small, and free of what is refused."""

import re

import httpx2
import pytest

from kit.pages import Assets
from kit.pages.assets import FOLDERS


class TestAssets:
    async def test_what_a_page_names_is_served_and_kept(
        self, client: httpx2.AsyncClient
    ) -> None:
        names = ("kit/look.css", "kit/maillage.js", "kit/mark.svg", "htmx/htmx.min.js")

        answers = [await client.get(Assets().url(name)) for name in names]

        assert {answer.status_code for answer in answers} == {200}
        assert {answer.headers["cache-control"] for answer in answers} == {
            "public, max-age=31536000, immutable"
        }

    async def test_without_its_version_a_file_is_asked_for_again(
        self, client: httpx2.AsyncClient
    ) -> None:
        first = await client.get("/static/kit/look.css")

        again = await client.get(
            "/static/kit/look.css", headers={"If-None-Match": first.headers["etag"]}
        )

        assert first.headers["cache-control"] == "no-cache"
        assert again.status_code == 304

    @pytest.mark.parametrize("path", ["/static/", "/static/kit/", "/static/htmx/"])
    async def test_no_folder_tells_what_it_holds(
        self, client: httpx2.AsyncClient, path: str
    ) -> None:
        answer = await client.get(path)

        assert answer.status_code == 404
        assert "look.css" not in answer.text

    async def test_nothing_outside_its_folder_is_served(
        self, client: httpx2.AsyncClient
    ) -> None:
        answer = await client.get("/static/kit/..%2ftexts%2fen.po")

        assert answer.status_code == 404

    def test_the_script_is_small_and_evaluates_nothing(self) -> None:
        script = (FOLDERS["kit"] / "maillage.js").read_text("utf-8")

        assert len(script.encode()) < 3000
        assert not re.search(r"\beval\b|new Function|innerHTML|\.style\b", script)

    def test_the_look_speaks_no_language_and_asks_no_other_host(self) -> None:
        look = (FOLDERS["kit"] / "look.css").read_text("utf-8")

        spoken = [text for text in re.findall(r'content: "([^"]*)"', look) if text]
        assert not [text for text in spoken if re.search(r"[A-Za-z]{2}", text)]
        assert "url(" not in look
        assert "@import" not in look
