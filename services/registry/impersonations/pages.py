"""Acting in another person's place: the page that begins it, and its end."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import (
    PagesNow,
    Router,
    TextsNow,
    allowed,
    provided,
    read_form,
    signed_in,
)
from kit.identity.callers import Caller
from kit.pages import Form
from kit.texts import N_, Texts
from schemas.access import Action

from .errors import NobodyToActFor
from .models import StartForm
from .service import ImpersonationService

router: APIRouter = Router(include_in_schema=False)

Impersonations = Annotated[
    ImpersonationService, Depends(provided(ImpersonationService))
]
Helper = Annotated[Caller, Depends(allowed(Action.IMPERSONATE))]
Person = Annotated[Caller, Depends(signed_in)]

HOME: Final = "/aujourdhui"
PAGE: Final = "registry/impersonations/begin.html"
LABELS: Final = {
    "email": N_("Adresse e-mail du compte"),
    "reason": N_("Motif"),
    "minutes": N_("Durée"),
}


@router.get("/assistance")
async def show_begin(
    request: Request,
    pages: PagesNow,
    impersonations: Impersonations,
    _: Helper,
    person: UUID | None = None,
) -> Response:
    email = "" if person is None else await impersonations.email_of(person)
    return pages.render(request, PAGE, form=Form({"email": email}))


@router.post("/assistance")
async def begin(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    impersonations: Impersonations,
    helper: Helper,
) -> Response:
    asked, form = await read_form(request, StartForm, texts, labels=labels(texts))
    if asked is None:
        return pages.render(request, PAGE, form=form, status=422)
    if not await impersonations.is_known(asked.email):
        why = texts.gettext(NobodyToActFor.title)
        refused = form.with_error("email", labels(texts)["email"], why)
        return pages.render(request, PAGE, form=refused, status=422)
    await impersonations.begin_with_email(helper, asked.email, asked.asked)
    return RedirectResponse(HOME, 303)


@router.post("/assistance/fin")
async def end(impersonations: Impersonations, caller: Person) -> Response:
    await impersonations.end(caller)
    return RedirectResponse("/assistance", 303)


def labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}
