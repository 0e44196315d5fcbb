"""Pages: every piece renders, in both languages, as a strict browser wants it."""

import re

import httpx2
import pytest
from jinja2 import UndefinedError
from starlette.requests import Request

from kit.pages import Link, Menu, Pages
from kit.pages.environment import MACROS
from kit.pages.loading import KIT
from tests.unit.kit.pages.markup import Markup, unsafe_parts

MACRO = re.compile(r"{% macro ([a-z]\w*)\(")


def request_for(path: str = "/x", **headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"a=1&b=2",
        "headers": raw,
        "server": ("here.example", 443),
        "scheme": "https",
    }
    return Request(scope)


class TestComponents:
    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("query", ["", "?signed=1"])
    async def test_the_page_is_well_formed_and_safe(
        self, client: httpx2.AsyncClient, language: str, query: str
    ) -> None:
        answer = await client.get(
            f"/composants{query}", headers={"Accept-Language": language}
        )

        page = Markup(answer.text)
        assert answer.status_code == 200
        assert page.faults == []
        assert unsafe_parts(page) == []

    async def test_what_names_another_element_finds_it(
        self, client: httpx2.AsyncClient
    ) -> None:
        page = Markup((await client.get("/composants")).text)

        ids = page.values("id")
        named = page.values("for") + [
            name
            for attribute in ("aria-labelledby", "aria-describedby", "popovertarget")
            for value in page.values(attribute)
            for name in value.split()
        ]
        assert len(ids) == len(set(ids))
        assert set(named) <= set(ids)

    async def test_every_field_has_a_label(self, client: httpx2.AsyncClient) -> None:
        page = Markup((await client.get("/composants")).text)

        fields = [
            element.attributes["id"]
            for tag in ("input", "select", "textarea", "progress")
            for element in page.all(tag)
            if element.attributes.get("type") != "hidden"
        ]
        assert fields
        assert set(fields) <= set(page.values("for"))

    def test_every_piece_stands_on_the_page(self) -> None:
        macros = {
            name
            for file in MACROS
            for name in MACRO.findall((KIT / f"macros/{file}.html").read_text("utf-8"))
        }
        shown = "".join(
            path.read_text("utf-8")
            for path in [KIT / "components.html", *(KIT / "components").iterdir()]
        )

        # Those that have a page asked for again have nothing to show.
        assert {name for name in macros if f"ui.{name}(" not in shown} == {
            "code",
            "follow",
            "reload",
        }

    async def test_a_field_shows_its_error_and_points_to_it(
        self, client: httpx2.AsyncClient
    ) -> None:
        page = Markup((await client.get("/composants")).text)

        siret = next(e for e in page.all("input") if e.attributes["name"] == "siret")
        assert siret.attributes["aria-invalid"] == "true"
        assert siret.attributes["aria-describedby"] == "f-siret-h f-siret-e"
        assert siret.attributes["value"] == "9870670710003"
        assert "#f-siret" in page.values("href")


class TestRender:
    def test_a_template_is_found_by_its_feature(self, pages: Pages) -> None:
        answer = pages.render(request_for(), "shop/orders/hello.html", name="Ada")

        assert answer.body == "<p>Rien ne répond à Ada</p>".encode()

    def test_what_fills_a_sentence_is_escaped(self, pages: Pages) -> None:
        answer = pages.render(request_for(), "shop/orders/hello.html", name="<b>")

        assert b"&lt;b&gt;" in bytes(answer.body)

    def test_a_text_is_not(self, pages: Pages) -> None:
        text = pages.compose("shop/orders/hello.txt", language="fr", name="<b>")

        assert text == "À <b>"

    def test_a_name_that_nobody_gave_is_an_error(self, pages: Pages) -> None:
        with pytest.raises(UndefinedError):
            pages.render(request_for(), "shop/orders/wrong.html")

    async def test_the_language_switch_keeps_the_page(
        self, client: httpx2.AsyncClient
    ) -> None:
        page = Markup((await client.get("/composants?signed=1&x=a%26b")).text)

        assert "/langue/en?next=/composants%3Fsigned%3D1%26x%3Da%2526b" in page.values(
            "href"
        )

    async def test_a_signed_in_page_is_kept_by_no_cache(
        self, client: httpx2.AsyncClient
    ) -> None:
        signed = await client.get("/composants?signed=1")
        public = await client.get("/composants")

        assert signed.headers["cache-control"] == "no-store"
        assert public.headers["cache-control"] == "no-cache"
        assert "Claire Vidal" in signed.text
        assert "Claire Vidal</a>" not in public.text

    async def test_the_cookie_chooses_language_and_theme(
        self, client: httpx2.AsyncClient
    ) -> None:
        cookies = {"Cookie": "language=en; theme=dark"}

        page = Markup((await client.get("/composants", headers=cookies)).text)

        (html,) = page.all("html")
        assert html.attributes == {"lang": "en", "data-theme": "dark"}

    async def test_two_forms_have_two_keys(self, client: httpx2.AsyncClient) -> None:
        answer = await client.get("/composants")

        keys = re.findall(r'name="idempotency_key" value="([^"]+)"', answer.text)
        assert len(keys) > 1
        assert len(keys) == len(set(keys))


class TestMenu:
    @pytest.mark.parametrize(
        ("path", "current"),
        [
            ("/", "Home"),
            ("/things", "Things"),
            ("/things/7/edit", "Things"),
            ("/things/late/7", "Late"),
            ("/thingsome", None),
        ],
    )
    def test_the_nearest_section_is_current(
        self, path: str, current: str | None
    ) -> None:
        menu = Menu(
            entries=[
                Link("Home", "/"),
                Link("Things", "/things"),
                Link("Late", "/things/late"),
            ]
        )

        entries = menu.at(path).entries

        assert next((e.label for e in entries if e.current), None) == current


class TestProblem:
    @pytest.mark.parametrize(
        "status", [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429, 500, 503]
    )
    @pytest.mark.parametrize("language", ["fr", "en"])
    async def test_each_says_what_happened_and_has_a_way_on(
        self, client: httpx2.AsyncClient, status: int, language: str
    ) -> None:
        answer = await client.get(
            f"/problem/{status}", headers={"Accept-Language": language}
        )

        page = Markup(answer.text)
        assert answer.status_code == status
        assert page.faults == []
        assert unsafe_parts(page) == []
        assert ("Back to the home page" in page.text) == (language == "en")
        assert "ref-1" in page.text
