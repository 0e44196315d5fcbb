"""Accounts that sleep, as the national administration sees them."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import PagesNow, Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .service import DormancyService

router: APIRouter = Router(include_in_schema=False, prefix="/comptes-dormants")

Dormancy = Annotated[DormancyService, Depends(provided(DormancyService))]
Administrator = Annotated[Caller, Depends(allowed(Action.OPEN_ACCOUNTS))]

OUTLOOK: Final = "registry/dormancy/outlook.html"


@router.get("")
async def show_outlook(
    request: Request,
    pages: PagesNow,
    dormancy: Dormancy,
    _: Administrator,
    done: str | None = None,
) -> Response:
    outlook = await dormancy.outlook()
    return pages.render(
        request, OUTLOOK, outlook=outlook, terms=dormancy.terms, done=done
    )


@router.post("/{person_id}/reouverture")
async def reopen(person_id: UUID, dormancy: Dormancy, _: Administrator) -> Response:
    await dormancy.reopen(person_id)
    return RedirectResponse("/comptes-dormants?done=reopened", 303)
