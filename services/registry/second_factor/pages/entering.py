"""The second step of signing in: the page."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import (
    CallerNow,
    PagesNow,
    Router,
    TextsNow,
    keeps_no_trace,
    provided,
    read_form,
)
from kit.http.surroundings import local
from kit.pages import Form
from services.registry.accounts.delivery import CODE_PAGE, SessionCookie
from services.registry.accounts.models import CodeForm, Refused, SignedIn
from services.registry.accounts.service import SignInService

from .words import WRONG_CODE, labels, refused

router: APIRouter = Router(include_in_schema=False)

SignIns = Annotated[SignInService, Depends(provided(SignInService))]
Cookie = Annotated[SessionCookie, Depends(provided(SessionCookie))]

CODE: Final = "registry/second_factor/code.html"


@router.get(CODE_PAGE)
async def show_code(
    request: Request,
    pages: PagesNow,
    cookie: Cookie,
    next: str = "/aujourdhui",  # noqa: A002 - the page's own name
) -> Response:
    if not cookie.step(request):
        return RedirectResponse("/connexion", 303)
    return pages.render(request, CODE, form=Form({"next": local(next)}))


@router.post(CODE_PAGE)
@keeps_no_trace
async def show_right_code(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    sign_ins: SignIns,
    cookie: Cookie,
    caller: CallerNow,
) -> Response:
    given, form = await read_form(request, CodeForm, texts, labels=labels(texts))
    if given is not None:
        match await sign_ins.finish(cookie.step(request), given.code):
            case SignedIn() as opened:
                await sign_ins.sign_out(caller)
                return cookie.go_on(opened, local(given.next))
            case Refused():
                kept = {"next": local(given.next)}
                form = refused("code", WRONG_CODE, texts, kept)
    return pages.render(request, CODE, form=form, status=422)
