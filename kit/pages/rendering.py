"""Pages: a template and its facts become an answer in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

from starlette.requests import Request
from starlette.responses import HTMLResponse

from kit.cookies import preference
from kit.texts import LANGUAGES, Catalogues, Language, Texts, language_of

from .assets import Assets
from .environment import build_environment
from .menu import Menu
from .problems import ProblemPage, words_for

LANGUAGE_COOKIE: Final = "language"
THEME_COOKIE: Final = "theme"
_THEMES: Final = {"light", "dark"}

Menus = Callable[[Request, Texts], Menu]


def language_for(request: Request) -> Language:
    """Read what the request settled on, else choose as for a new visitor."""
    settled = getattr(request.state, "language", None)
    if settled in LANGUAGES:
        return cast("Language", settled)
    return language_of(
        request.headers.get("accept-language"),
        preference(request.cookies, LANGUAGE_COOKIE),
        getattr(getattr(request.state, "caller", None), "language", None),
    )


class Pages:
    """Built once. A template is named by its root: `registry/imports/preview.html`."""

    def __init__(
        self,
        *,
        roots: Mapping[str, Path],
        texts: Catalogues,
        menus: Menus,
        assets: Assets | None = None,
        stylesheets: Sequence[str] = ("kit/look.css",),
    ) -> None:
        """Take `stylesheets` as asset names: a theme comes after the look."""
        self._texts = texts
        self._menus = menus
        self._stylesheets = tuple(stylesheets)
        self._environments = {
            language: build_environment(
                roots, texts=texts.texts(language), assets=assets or Assets()
            )
            for language in LANGUAGES
        }

    def texts(self, request: Request) -> Texts:
        return self._texts.texts(language_for(request))

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **context: Any,
    ) -> HTMLResponse:
        language = language_for(request)
        facts = self._surroundings(request, language) | context
        body = self._environments[language].get_template(template).render(facts)
        sent: dict[str, str] = {
            "Cache-Control": "no-store" if facts["caller"] else "no-cache",
            "Content-Language": language,
            "Vary": "Accept-Language, Cookie, HX-Request",
        }
        return HTMLResponse(
            body, status_code=status, headers=sent | dict(headers or {})
        )

    def compose(self, template: str, *, language: Language, **context: Any) -> str:
        """Write a text that no request asked for: an e-mail, a document."""
        return self._environments[language].get_template(template).render(context)

    def problem(
        self,
        request: Request,
        problem: ProblemPage,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """Answer that something is wrong, with a way on."""
        texts, words = self.texts(request), words_for(problem.status)
        return self.render(
            request,
            "problem.html",
            status=problem.status,
            headers=headers,
            problem_status=problem.status,
            title=problem.title or texts.gettext(words.title),
            detail=problem.detail or texts.gettext(words.detail),
            advice=texts.gettext(words.advice),
            errors=problem.errors,
            reference=problem.reference,
        )

    def _surroundings(self, request: Request, language: Language) -> dict[str, Any]:
        caller = getattr(request.state, "caller", None)
        texts = self._texts.texts(language)
        query = f"?{request.url.query}" if request.url.query else ""
        theme = preference(request.cookies, THEME_COOKIE)
        return {
            "caller": caller if getattr(caller, "is_signed_in", False) else None,
            "menu": self._menus(request, texts).at(request.url.path),
            "url": request.url.path + query,
            "theme": theme if theme in _THEMES else None,
            "stylesheets": self._stylesheets,
            "is_fragment": "hx-request" in request.headers,
        }
