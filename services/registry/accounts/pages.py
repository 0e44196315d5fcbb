"""Signing in and out, and one's own account: the pages."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import (
    CallerNow,
    CookiesNow,
    PagesNow,
    Router,
    TextsNow,
    keeps_no_trace,
    provided,
    read_form,
    signed_in,
)
from kit.http.surroundings import YEAR, local
from kit.identity.callers import Caller
from kit.pages import LANGUAGE_COOKIE, Form
from kit.texts import N_, Texts
from schemas.access import ROLE_LABELS, Role

from .delivery import SessionCookie
from .models import (
    Account,
    CodeAsked,
    Held,
    LanguageChange,
    PasswordChange,
    Refused,
    SignedIn,
    SignInForm,
)
from .provider import Elsewhere
from .service import AccountService, SignInService

router: APIRouter = Router(include_in_schema=False)

Accounts = Annotated[AccountService, Depends(provided(AccountService))]
SignIns = Annotated[SignInService, Depends(provided(SignInService))]
Cookie = Annotated[SessionCookie, Depends(provided(SessionCookie))]
Door = Annotated[Elsewhere, Depends(provided(Elsewhere))]
Person = Annotated[Caller, Depends(signed_in)]

HOME: Final = "/aujourdhui"
SIGN_IN: Final = "registry/accounts/sign_in.html"
ACCOUNT: Final = "registry/accounts/account.html"
LABELS: Final = {
    "email": N_("Adresse e-mail"),
    "password": N_("Mot de passe"),
    "language": N_("Langue"),
    "current": N_("Mot de passe actuel"),
    "new": N_("Nouveau mot de passe"),
}


@router.get("/connexion")
async def show_sign_in(
    request: Request,
    pages: PagesNow,
    door: Door,
    next: str = HOME,  # noqa: A002 - the page's own name
) -> Response:
    form = Form({"next": local(next)})
    return pages.render(request, SIGN_IN, form=form, elsewhere=door.name)


@router.post("/connexion")
@keeps_no_trace
async def sign_in(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    sign_ins: SignIns,
    cookie: Cookie,
    caller: CallerNow,
    door: Door,
) -> Response:
    given, form = await read_form(request, SignInForm, texts, labels=labels(texts))
    if given is None:
        return pages.render(
            request, SIGN_IN, form=form, elsewhere=door.name, status=422
        )
    address = request.client.host if request.client else ""
    device = cookie.device(request)
    match await sign_ins.sign_in(given, address=address, device=device):
        case SignedIn() | CodeAsked() as opened:
            await sign_ins.sign_out(caller)
            return cookie.go_on(opened, local(given.next))
        case Refused():
            why = texts.gettext(
                N_("Cette adresse et ce mot de passe ne vont pas ensemble.")
            )
            refused = form.with_error("", "", why)
            return pages.render(
                request, SIGN_IN, form=refused, elsewhere=door.name, status=422
            )


@router.post("/deconnexion")
@keeps_no_trace
async def sign_out(
    sign_ins: SignIns, cookie: Cookie, caller: CallerNow, door: Door
) -> Response:
    way_out = await door.way_out(caller)
    await sign_ins.sign_out(caller)
    answer = RedirectResponse(way_out or "/connexion", 303)
    cookie.drop(answer)
    return answer


@router.get("/compte")
async def show_account(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    accounts: Accounts,
    caller: Person,
    door: Door,
    done: str | None = None,
) -> Response:
    own = await accounts.get_own(caller)
    return pages.render(
        request,
        ACCOUNT,
        own=own,
        held=roles_shown(own.held, texts),
        form=Form(),
        done=done,
        elsewhere=door.name,
    )


@router.post("/compte/langue")
async def change_language(
    request: Request,
    texts: TextsNow,
    cookies: CookiesNow,
    accounts: Accounts,
    caller: Person,
) -> Response:
    asked, _ = await read_form(request, LanguageChange, texts)
    language = texts.language if asked is None else asked.language
    await accounts.change_language(caller, language)
    answer = RedirectResponse("/compte?done=language", 303)
    cookies.put(answer, LANGUAGE_COOKIE, language, length=YEAR)
    return answer


@router.post("/compte/mot-de-passe")
async def change_password(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    accounts: Accounts,
    caller: Person,
    door: Door,
) -> Response:
    asked, form = await read_form(request, PasswordChange, texts, labels=labels(texts))
    own = await accounts.get_own(caller)
    shown: dict[str, Any] = {
        "own": own,
        "held": roles_shown(own.held, texts),
        "done": None,
        "elsewhere": door.name,
    }
    if asked is None:
        return pages.render(request, ACCOUNT, form=form, status=422, **shown)
    match await accounts.change_password(caller, asked):
        case Account():
            return RedirectResponse("/compte?done=password", 303)
        case Refused():
            form = _wrong_password(texts)
            return pages.render(request, ACCOUNT, form=form, status=422, **shown)


def labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}


def roles_shown(held: Sequence[Held], texts: Texts) -> list[tuple[str, str]]:
    """Name each role and the place it is held for."""
    names = [ROLE_LABELS[Role(one.role)] for one in held]
    shown = [pair[0] if texts.language == "fr" else pair[1] for pair in names]
    return [(name, one.place) for name, one in zip(shown, held, strict=True)]


def _wrong_password(texts: Texts) -> Form:
    why = texts.gettext(N_("Ce n’est pas votre mot de passe actuel. Rien n’a changé."))
    return Form().with_error("current", labels(texts)["current"], why)
