"""The committees' pages."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from kit.http import PagesNow, Router, TextsNow, allowed, provided, read_form
from kit.identity.callers import Caller
from kit.pages import Form
from kit.texts import N_, Texts
from schemas.access import Action
from schemas.events.governance import CommitteeCode

from . import rules
from .models import NAMES, ROLES, AppointmentForm
from .service import CommitteeService

router = Router(include_in_schema=False)

Committees = Annotated[CommitteeService, Depends(provided(CommitteeService))]
Reader = Annotated[Caller, Depends(allowed(Action.READ_COMMITTEES))]
Manager = Annotated[Caller, Depends(allowed(Action.MANAGE_COMMITTEES))]

LABELS = {
    "email": N_("Adresse e-mail"),
    "organisation_id": N_("Organisation"),
    "role": N_("Rôle"),
    "term_starts_on": N_("Début du mandat"),
    "term_ends_on": N_("Fin du mandat"),
}


@router.get("/comites")
async def show_committees(
    request: Request, pages: PagesNow, committees: Committees, caller: Reader
) -> Response:
    return pages.render(
        request,
        "governance/committees/list.html",
        sheets=await committees.list_all(),
        standing=await committees.standing(caller),
        names=NAMES,
        roles=ROLES,
    )


@router.get("/comites/{code}")
async def show_committee(
    request: Request,
    code: CommitteeCode,
    pages: PagesNow,
    texts: TextsNow,
    committees: Committees,
    caller: Reader,
) -> Response:
    context = await _context(code, texts, committees, caller)
    return pages.render(request, "governance/committees/committee.html", **context)


@router.post("/comites/{code}/membres")
async def seat_member_on_page(
    request: Request,
    code: CommitteeCode,
    pages: PagesNow,
    texts: TextsNow,
    committees: Committees,
    caller: Manager,
) -> Response:
    labels = {name: texts.gettext(label) for name, label in LABELS.items()}
    value, form = await read_form(request, AppointmentForm, texts, labels=labels)
    if value is None:
        context = await _context(code, texts, committees, caller, form=form)
        return pages.render(
            request, "governance/committees/committee.html", status=422, **context
        )
    await committees.seat_by_address(code, value)
    return RedirectResponse(f"/comites/{code}#membres", 303)


@router.post("/comites/{code}/membres/{person_id}/depart")
async def unseat_member_on_page(
    code: CommitteeCode, person_id: UUID, committees: Committees, _: Manager
) -> Response:
    await committees.unseat(code, person_id)
    return RedirectResponse(f"/comites/{code}#membres", 303)


async def _context(
    code: CommitteeCode,
    texts: Texts,
    committees: CommitteeService,
    caller: Caller,
    *,
    form: Form | None = None,
) -> dict[str, Any]:
    sheet = await committees.get(code)
    may_manage = caller.may(Action.MANAGE_COMMITTEES)
    return {
        "sheet": sheet,
        "name": texts.gettext(NAMES[code]),
        "roles": ROLES,
        "rules": rules.rules_in_words(sheet.committee.rules, texts),
        "may_manage": may_manage,
        "roles_to_choose": [
            (code, texts.gettext(role)) for code, role in ROLES.items()
        ],
        "choices": await _organisations(committees) if may_manage else [],
        "form": form or Form(),
    }


async def _organisations(committees: CommitteeService) -> list[tuple[str, str]]:
    found = await committees.organisations_to_choose()
    return [(str(one.id), one.name) for one in found]
