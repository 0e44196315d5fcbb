"""An application of two pages, and the pages it is made of."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kit.pages import (
    Link,
    Menu,
    Pages,
    ProblemPage,
    SameOriginForms,
    SecurityHeaders,
    mount_static,
    show_components,
)
from kit.texts import Catalogues, Texts, find_units

ROOT = Path(__file__).parents[4]


@dataclass(frozen=True)
class Caller:
    name: str = "Claire Vidal"
    role_label: str = "archiviste"
    is_signed_in: bool = True


def menus(_request: Request, _texts: Texts) -> Menu:
    return Menu(
        entries=[Link("Accueil", "/"), Link("Pièces", "/composants", 7)],
        where="Archives",
        search_url="/recherche",
        account_url="/compte",
        sign_in_url="/connexion",
        footer=[Link("Aide", "/aide")],
        colophon="1.0",
    )


@pytest.fixture
def roots(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "hello.html").write_text(
        '<p>{{ _("Rien ne répond à {name}", name=name) }}</p>', "utf-8"
    )
    (tmp_path / "hello.txt").write_text("{{ _('À {name}', name=name) }}", "utf-8")
    (tmp_path / "wrong.html").write_text("{{ nobody_gave_this }}", "utf-8")
    return {"shop/orders": tmp_path}


@pytest.fixture
def pages(roots: dict[str, Path]) -> Pages:
    texts = Catalogues.load(find_units(ROOT))
    return Pages(roots=roots, texts=texts, menus=menus)


@pytest.fixture
def app(pages: Pages) -> Starlette:
    async def components(request: Request) -> Response:
        if "signed" in request.query_params:
            request.state.caller = Caller()
        return show_components(pages, request)

    async def problem(request: Request) -> Response:
        status = int(request.path_params["status"])
        return pages.problem(request, ProblemPage(status, reference="ref-1"))

    async def written(_request: Request) -> Response:
        return PlainTextResponse("written")

    app = Starlette(
        routes=[
            Route("/composants", components),
            Route("/problem/{status}", problem),
            Route("/write", written, methods=["GET", "POST"]),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(SameOriginForms, origins=["https://public.example"]),
        ],
    )
    mount_static(app)
    return app


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(
        transport=transport, base_url="https://here.example"
    ) as client:
        yield client
