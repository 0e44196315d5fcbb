"""The second step of signing in, and one's own second factor: the pages."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup
from starlette.responses import RedirectResponse

from kit.http import (
    CallerNow,
    PagesNow,
    Router,
    TextsNow,
    keeps_no_trace,
    provided,
    read_form,
    signed_in,
)
from kit.http.surroundings import local
from kit.identity.callers import Caller
from kit.pages import FieldError, Form, Pages
from kit.texts import N_, Texts
from services.registry.accounts.delivery import (
    CODE_PAGE,
    FACTOR_PAGE,
    SessionCookie,
)
from services.registry.accounts.models import CodeForm, Refused, SignedIn
from services.registry.accounts.service import SignInService

from .models import FirstCode, PasswordAgain, Proposal, RecoveryCodes
from .rules import drawn, grouped
from .service import SecondFactorService

router: APIRouter = Router(include_in_schema=False)

SecondFactor = Annotated[SecondFactorService, Depends(provided(SecondFactorService))]
SignIns = Annotated[SignInService, Depends(provided(SignInService))]
Cookie = Annotated[SessionCookie, Depends(provided(SessionCookie))]
Person = Annotated[Caller, Depends(signed_in)]

ADDING: Final = f"{FACTOR_PAGE}/ajout"
WRONG_CODE: Final = N_(
    "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant."
)
WRONG_PASSWORD: Final = N_("Ce n’est pas votre mot de passe. Rien n’a changé.")
LABELS: Final = {"code": N_("Code"), "password": N_("Mot de passe")}


@router.get(CODE_PAGE)
async def show_code(
    request: Request,
    pages: PagesNow,
    cookie: Cookie,
    next: str = "/aujourdhui",  # noqa: A002 - the page's own name
) -> Response:
    if not cookie.step(request):
        return RedirectResponse("/connexion", 303)
    form = Form({"next": local(next)})
    return pages.render(request, "registry/second_factor/code.html", form=form)


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
    given, form = await read_form(request, CodeForm, texts, labels=_labels(texts))
    if given is not None:
        match await sign_ins.finish(cookie.step(request), given.code):
            case SignedIn() as opened:
                await sign_ins.sign_out(caller)
                return cookie.go_on(opened, local(given.next))
            case Refused():
                kept = {"next": local(given.next)}
                form = _refused("code", WRONG_CODE, texts, kept)
    page = "registry/second_factor/code.html"
    return pages.render(request, page, form=form, status=422)


@router.get(FACTOR_PAGE)
async def show_factor(
    request: Request,
    pages: PagesNow,
    factor: SecondFactor,
    caller: Person,
    done: str | None = None,
) -> Response:
    return await _own(request, pages, factor, caller, form=Form(), done=done)


@router.post(FACTOR_PAGE)
async def begin(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    factor: SecondFactor,
    caller: Person,
) -> Response:
    given, form = await read_form(request, PasswordAgain, texts, labels=_labels(texts))
    if given is None:
        return await _own(request, pages, factor, caller, form=form)
    match await factor.begin(caller, given.password):
        case Proposal():
            return RedirectResponse(ADDING, 303)
        case Refused():
            form = _refused("password", WRONG_PASSWORD, texts)
            return await _own(request, pages, factor, caller, form=form)


@router.get(ADDING)
async def show_adding(
    request: Request, pages: PagesNow, factor: SecondFactor, caller: Person
) -> Response:
    return await _adding(request, pages, factor, caller, form=Form())


@router.post(ADDING)
async def confirm(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    factor: SecondFactor,
    caller: Person,
) -> Response:
    """Answer with the codes themselves: no address could show them once and no more."""
    given, form = await read_form(request, FirstCode, texts, labels=_labels(texts))
    if given is None:
        return await _adding(request, pages, factor, caller, form=form)
    match await factor.confirm(caller, given.code):
        case RecoveryCodes() as drawn_codes:
            return _codes(request, pages, drawn_codes)
        case Refused():
            form = _refused("code", WRONG_CODE, texts)
            return await _adding(request, pages, factor, caller, form=form)


@router.post(FACTOR_PAGE + "/codes")
async def renew_codes(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    factor: SecondFactor,
    caller: Person,
) -> Response:
    given, form = await read_form(request, PasswordAgain, texts, labels=_labels(texts))
    if given is None:
        return await _own(request, pages, factor, caller, form=form)
    match await factor.renew_codes(caller, given.password):
        case RecoveryCodes() as drawn_codes:
            return _codes(request, pages, drawn_codes)
        case Refused():
            form = _refused("password", WRONG_PASSWORD, texts)
            return await _own(request, pages, factor, caller, form=form)


@router.post(FACTOR_PAGE + "/retrait")
async def remove(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    factor: SecondFactor,
    caller: Person,
) -> Response:
    given, form = await read_form(request, PasswordAgain, texts, labels=_labels(texts))
    if given is None:
        return await _own(request, pages, factor, caller, form=form)
    if await factor.remove(caller, given.password):
        return RedirectResponse(f"{FACTOR_PAGE}?done=removed", 303)
    form = _refused("password", WRONG_PASSWORD, texts)
    return await _own(request, pages, factor, caller, form=form)


async def _own(
    request: Request,
    pages: Pages,
    factor: SecondFactorService,
    caller: Caller,
    *,
    form: Form,
    done: str | None = None,
) -> Response:
    return pages.render(
        request,
        "registry/second_factor/factor.html",
        state=await factor.state(caller),
        form=form,
        done=done,
        status=422 if form.errors else 200,
    )


async def _adding(
    request: Request,
    pages: Pages,
    factor: SecondFactorService,
    caller: Caller,
    *,
    form: Form,
) -> Response:
    proposal = await factor.proposal(caller)
    return pages.render(
        request,
        "registry/second_factor/adding.html",
        key=grouped(proposal.key),
        drawing=Markup(drawn(proposal.uri)),  # noqa: S704 - drawn here, of nobody's words
        form=form,
        status=422 if form.errors else 200,
    )


def _codes(request: Request, pages: Pages, drawn_codes: RecoveryCodes) -> Response:
    return pages.render(
        request,
        "registry/second_factor/codes.html",
        codes=drawn_codes.recovery_codes,
        status=201,
    )


def _refused(
    name: str, why: str, texts: Texts, values: Mapping[str, Any] | None = None
) -> Form:
    error = FieldError(name, texts.gettext(LABELS[name]), texts.gettext(why))
    return Form(values or {}, (error,))


def _labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}
