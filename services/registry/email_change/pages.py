"""A change of address: the pages."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import PagesNow, Router, TextsNow, provided, read_form, signed_in
from kit.identity.callers import Caller
from kit.pages import Form
from kit.texts import N_

from .models import EmailWanted, Waiting
from .service import EmailChangeService

router: APIRouter = Router(include_in_schema=False)

Changing = Annotated[EmailChangeService, Depends(provided(EmailChangeService))]
Person = Annotated[Caller, Depends(signed_in)]

HERE: Final = "/compte/adresse"
ASKING: Final = "registry/email_change/asking.html"
CONFIRMING: Final = "registry/email_change/confirming.html"
LABELS: Final = {
    "email": N_("Nouvelle adresse e-mail"),
    "password": N_("Mot de passe"),
}


@router.get(HERE)
async def show_asking(
    request: Request,
    pages: PagesNow,
    changing: Changing,
    caller: Person,
    done: str | None = None,
) -> Response:
    email = await changing.own_email(caller)
    return pages.render(request, ASKING, email=email, form=Form(), done=done)


@router.post(HERE)
async def ask_for_change(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    changing: Changing,
    caller: Person,
) -> Response:
    labels = {name: texts.gettext(label) for name, label in LABELS.items()}
    wanted, form = await read_form(request, EmailWanted, texts, labels=labels)
    if wanted is not None:
        if isinstance(await changing.ask(caller, wanted), Waiting):
            return RedirectResponse(f"{HERE}?done=asked", 303)
        why = texts.gettext(N_("Ce n’est pas votre mot de passe. Rien n’a changé."))
        form = Form({"email": wanted.email})
        form = form.with_error("password", labels["password"], why)
    email = await changing.own_email(caller)
    return pages.render(request, ASKING, email=email, form=form, done=None, status=422)


@router.get(HERE + "/{token}")
async def show_confirming(
    request: Request, token: str, pages: PagesNow, changing: Changing
) -> Response:
    """Show what the link confirms; scanners follow links, so nothing is done."""
    account = await changing.open_link(token)
    return pages.render(request, CONFIRMING, account=account, token=token, done=False)


@router.post(HERE + "/{token}")
async def confirm_change(
    request: Request, token: str, pages: PagesNow, changing: Changing
) -> Response:
    account = await changing.confirm(token)
    return pages.render(request, CONFIRMING, account=account, token=token, done=True)
