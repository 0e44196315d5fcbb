"""Erasures as pages: one's own request, and the administration's proofs."""

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
from kit.http.problems import said
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from kit.texts import N_
from schemas.access import Action

from .errors import AddressUnknown, LastAdministrator
from .models import ErasureForm
from .rules import is_proved
from .service import ErasureService

router: APIRouter = Router(include_in_schema=False)

Erasures = Annotated[ErasureService, Depends(provided(ErasureService))]
Person = Annotated[Caller, Depends(signed_in)]
Administrator = Annotated[Caller, Depends(allowed(Action.ERASE_PEOPLE))]
OWN: Final = "registry/erasure/own.html"
LIST: Final = "registry/erasure/list.html"
PROOF: Final = "registry/erasure/proof.html"
LABELS: Final = {
    "email": N_("Adresse e-mail de la personne"),
    "is_sure": N_("Confirmation"),
}


@router.get("/compte/effacement")
async def show_own(
    request: Request, pages: PagesNow, service: Erasures, caller: Person
) -> Response:
    own = await service.find_own(caller)
    return pages.render(request, OWN, erasure=own, refused=None)


@router.post("/compte/effacement")
async def ask_own(
    request: Request, pages: PagesNow, service: Erasures, caller: Person
) -> Response:
    try:
        await service.ask_own(caller)
    except LastAdministrator as refused:
        return pages.render(request, OWN, erasure=None, refused=refused, status=409)
    return RedirectResponse("/compte/effacement", 303)


@router.post("/compte/effacement/retrait")
async def withdraw_own(service: Erasures, caller: Person) -> Response:
    await service.withdraw(caller)
    return RedirectResponse("/compte/effacement", 303)


@router.get("/effacements")
async def show_erasures(
    request: Request,
    pages: PagesNow,
    service: Erasures,
    _: Administrator,
    adresse: str = "",
) -> Response:
    form = Form({"email": adresse[:254]})
    return await _list(request, pages, service, form=form)


@router.post("/effacements")
async def erase_person(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    service: Erasures,
    caller: Administrator,
) -> Response:
    labels = {name: texts.gettext(label) for name, label in LABELS.items()}
    wanted, form = await read_form(request, ErasureForm, texts, labels=labels)
    if wanted is None:
        return await _list(request, pages, service, form=form, status=422)
    if not wanted.is_sure:
        why = texts.gettext(N_("Cochez la case : un effacement ne se défait pas."))
        refused = form.with_error("is_sure", labels["is_sure"], why)
        return await _list(request, pages, service, form=refused, status=422)
    try:
        done = await service.erase_with_address(wanted.email, by=caller.person_id)
    except (AddressUnknown, LastAdministrator) as error:
        why = ". ".join(said(error, texts))
        refused = form.with_error("email", labels["email"], why)
        return await _list(request, pages, service, form=refused, status=error.status)
    return RedirectResponse(f"/effacements/{done.id}", 303)


@router.get("/effacements/{person_id}")
async def show_proof(
    person_id: UUID,
    request: Request,
    pages: PagesNow,
    service: Erasures,
    _: Administrator,
) -> Response:
    erasure = await service.get(person_id)
    proved = is_proved(erasure)
    return pages.render(request, PROOF, erasure=erasure, is_proved=proved)


async def _list(
    request: Request,
    pages: Pages,
    service: ErasureService,
    *,
    form: Form,
    status: int = 200,
) -> Response:
    erasures = await service.latest()
    return pages.render(request, LIST, erasures=erasures, form=form, status=status)
