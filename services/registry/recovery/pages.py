"""A forgotten password, a first password: the pages."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import (
    PagesNow,
    Router,
    TextsNow,
    keeps_no_trace,
    provided,
    read_form,
)
from kit.pages import Form, Pages
from kit.texts import N_, Texts
from services.registry.accounts.delivery import SessionCookie
from services.registry.accounts.service import SignInService

from .models import LinkWanted, PasswordChosen, Purpose, WayIn
from .service import RecoveryService

router: APIRouter = Router(include_in_schema=False)

Recovery = Annotated[RecoveryService, Depends(provided(RecoveryService))]
SignIns = Annotated[SignInService, Depends(provided(SignInService))]
Cookie = Annotated[SessionCookie, Depends(provided(SessionCookie))]

HERE: Final = "/mot-de-passe"
ACTIVATION: Final = "/activation"
FORGOTTEN: Final = "registry/recovery/forgotten.html"
CHOOSING: Final = "registry/recovery/choosing.html"
LABELS: Final = {
    "email": N_("Adresse e-mail"),
    "password": N_("Nouveau mot de passe"),
}


@router.get(HERE)
async def show_forgotten(
    request: Request, pages: PagesNow, done: str | None = None
) -> Response:
    return pages.render(request, FORGOTTEN, form=Form(), done=done)


@router.post(HERE)
@keeps_no_trace
async def ask_for_link(
    request: Request, pages: PagesNow, texts: TextsNow, recovery: Recovery
) -> Response:
    wanted, form = await read_form(request, LinkWanted, texts, labels=_labels(texts))
    if wanted is None:
        return pages.render(request, FORGOTTEN, form=form, done=None, status=422)
    address = request.client.host if request.client else ""
    await recovery.ask(wanted, address=address)
    return RedirectResponse(f"{HERE}?done=sent", 303)


async def purpose_now(request: Request) -> Purpose:
    """Read what the link is for off the page's address, which is one for each."""
    is_first = request.url.path.startswith(f"{ACTIVATION}/")
    return Purpose.ACTIVATION if is_first else Purpose.PASSWORD


PurposeNow = Annotated[Purpose, Depends(purpose_now)]


@router.get(ACTIVATION + "/{token}")
@router.get(HERE + "/{token}")
async def show_choosing(
    request: Request,
    token: str,
    pages: PagesNow,
    recovery: Recovery,
    purpose: PurposeNow,
) -> Response:
    """Show whose password it is; scanners follow links, so nothing is done."""
    way_in = await recovery.open_link(purpose, token)
    return _choosing(request, pages, way_in, form=Form())


@router.post(ACTIVATION + "/{token}")
@router.post(HERE + "/{token}")
@keeps_no_trace
async def choose_password(
    request: Request,
    token: str,
    pages: PagesNow,
    texts: TextsNow,
    recovery: Recovery,
    sign_ins: SignIns,
    cookie: Cookie,
    purpose: PurposeNow,
) -> Response:
    chosen, form = await read_form(
        request, PasswordChosen, texts, labels=_labels(texts)
    )
    if chosen is None:
        way_in = await recovery.open_link(purpose, token)
        return _choosing(request, pages, way_in, form=form)
    account = await recovery.choose(purpose, token, chosen)
    opened = await sign_ins.sign_in_person(account.person_id)
    return cookie.go_on(opened, "/aujourdhui")


def _choosing(request: Request, pages: Pages, way_in: WayIn, *, form: Form) -> Response:
    return pages.render(
        request,
        CHOOSING,
        way_in=way_in,
        is_first=request.url.path.startswith(f"{ACTIVATION}/"),
        action=request.url.path,
        form=form,
        status=422 if form.errors else 200,
    )


def _labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}
