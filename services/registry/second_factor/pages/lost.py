"""A person's account as the administration sees it, and its lost second factor."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import RedirectResponse

from kit.http import PagesNow, Router, TextsNow, allowed, provided, read_form
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from schemas.access import Action
from services.registry.accounts.pages import roles_shown
from services.registry.second_factor.models import Holder, RemovalAsked
from services.registry.second_factor.service import LostFactorService

from .words import labels

router: APIRouter = Router(include_in_schema=False, prefix="/comptes")

LostFactors = Annotated[LostFactorService, Depends(provided(LostFactorService))]
Remover = Annotated[Caller, Depends(allowed(Action.REMOVE_FACTORS))]

CLOSED_MAX: Final = 10_000
ACCOUNT: Final = "registry/second_factor/account.html"


@router.get("/{person_id}")
async def show_account(
    person_id: UUID,
    request: Request,
    pages: PagesNow,
    lost: LostFactors,
    caller: Remover,
    done: str | None = None,
    closed: Annotated[int | None, Query(ge=0, le=CLOSED_MAX)] = None,
) -> Response:
    holder = await lost.get(person_id)
    return _shown(request, pages, holder, caller, form=Form(), done=done, closed=closed)


@router.post("/{person_id}/second-facteur/retrait")
async def take_away(
    person_id: UUID,
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    lost: LostFactors,
    caller: Remover,
) -> Response:
    asked, form = await read_form(request, RemovalAsked, texts, labels=labels(texts))
    if asked is None:
        holder = await lost.get(person_id)
        return _shown(request, pages, holder, caller, form=form)
    await lost.take_away(caller, person_id, asked.reason)
    return RedirectResponse(f"/comptes/{person_id}?done=removed", 303)


def _shown(
    request: Request,
    pages: Pages,
    holder: Holder,
    caller: Caller,
    *,
    form: Form,
    done: str | None = None,
    closed: int | None = None,
) -> Response:
    return pages.render(
        request,
        ACCOUNT,
        holder=holder,
        roles=roles_shown(holder.held, pages.texts(request)),
        is_own=holder.person_id == caller.person,
        form=form,
        done=done,
        closed=closed,
        status=422 if form.errors else 200,
    )
