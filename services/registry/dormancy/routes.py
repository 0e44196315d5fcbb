"""Opening a closed account again: the HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from kit.http import Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action
from services.registry.accounts.models import OpenedView

from .service import DormancyService

router: APIRouter = Router(prefix="/people", tags=["people"])

Dormancy = Annotated[DormancyService, Depends(provided(DormancyService))]
Administrator = Annotated[Caller, Depends(allowed(Action.OPEN_ACCOUNTS))]


@router.post("/{person_id}/reopening", responses={404: {"description": "No account"}})
async def reopen_account(
    person_id: UUID, dormancy: Dormancy, _: Administrator
) -> OpenedView:
    return OpenedView.of(await dormancy.reopen(person_id))
