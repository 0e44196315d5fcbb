"""What every service can answer: the language switch and the pieces of the look."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.errors import NotFound
from kit.pages import LANGUAGE_COOKIE, show_components
from kit.texts import LANGUAGES

from .dependencies import CookiesNow, PagesNow

YEAR = timedelta(days=365)

router = APIRouter(include_in_schema=False)


@router.get("/langue/{language}")
async def switch_language(
    cookies: CookiesNow,
    language: str,
    next: str = "/",  # noqa: A002 - the page's own name
) -> Response:
    """Go back to the same page, in the other language."""
    if language not in LANGUAGES:
        raise NotFound
    answer = RedirectResponse(local(next), 303)
    cookies.put(answer, LANGUAGE_COOKIE, language, length=YEAR)
    return answer


@router.get("/composants")
async def show_pieces(request: Request, pages: PagesNow) -> Response:
    return show_components(pages, request)


def local(path: str) -> str:
    """Keep a redirect on this site, whatever the address asked for."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_ours and "\r" not in path and "\n" not in path else "/"
