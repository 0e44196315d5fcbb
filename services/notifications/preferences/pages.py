"""The preferences' pages, and the one behind the link of every e-mail."""

from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.http import PagesNow, Router, TextsNow, provided, read_form, signed_in
from kit.identity.callers import Caller

from . import rules
from .models import PreferencesForm
from .service import PreferenceService

router = Router(include_in_schema=False)

Choosing = Annotated[PreferenceService, Depends(provided(PreferenceService))]
Person = Annotated[Caller, Depends(signed_in)]
Token = Annotated[str, Path(max_length=1_000)]

PAGE = "notifications/preferences/preferences.html"
UNSUBSCRIBE_PAGE = "notifications/preferences/unsubscribe.html"


@router.get("/preferences")
async def show_preferences(
    request: Request, caller: Person, preferences: Choosing, pages: PagesNow
) -> Response:
    view = await preferences.view(caller.person, caller.roles)
    is_saved = "enregistre" in request.query_params
    return pages.render(request, PAGE, view=view, is_saved=is_saved)


@router.post("/preferences")
async def save_preferences(
    request: Request,
    caller: Person,
    preferences: Choosing,
    pages: PagesNow,
    texts: TextsNow,
) -> Response:
    wanted, form = await read_form(request, PreferencesForm, texts)
    if wanted is None:
        view = await preferences.view(caller.person, caller.roles)
        return pages.render(
            request, PAGE, status=422, view=view, form=form, is_saved=False
        )
    muted = rules.refused(wanted.wanted)
    await preferences.choose(caller.person, muted, version=wanted.version)
    return RedirectResponse("/preferences?enregistre=1", 303)


@router.get("/desabonnement/{token}")
async def show_unsubscription(
    request: Request, token: Token, preferences: Choosing, pages: PagesNow
) -> Response:
    """Ask first: scanners follow the links of an e-mail, and must change nothing."""
    family = preferences.family_of(token)
    return pages.render(
        request, UNSUBSCRIBE_PAGE, token=token, family=family, is_done=False
    )


@router.post("/desabonnement/{token}")
async def unsubscribe(
    request: Request, token: Token, preferences: Choosing, pages: PagesNow
) -> Response:
    """Act at once, without session or cookie: a mail program may call (RFC 8058)."""
    family = await preferences.unsubscribe(token)
    return pages.render(
        request, UNSUBSCRIBE_PAGE, token=token, family=family, is_done=True
    )
