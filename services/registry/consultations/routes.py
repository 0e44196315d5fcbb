"""Who looked at one's own record, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends

from kit.http import (
    CursorQuery,
    LimitQuery,
    Page,
    Router,
    encode_cursor,
    provided,
    signed_in,
)
from kit.identity.callers import Caller

from .models import Consultation, Occasion
from .rules import position
from .service import ConsultationService

router: APIRouter = Router(prefix="/account", tags=["account"])

Consulting = Annotated[ConsultationService, Depends(provided(ConsultationService))]
Person = Annotated[Caller, Depends(signed_in)]


@router.get("/consultations")
async def list_consultations(
    consulting: Consulting,
    caller: Person,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[Consultation]:
    """List who read or wrote one's personal data, the latest first."""
    found = await consulting.list_consultations(
        caller, before=position(after), limit=limit
    )
    going_on = None if found.next is None else encode_cursor(found.next)
    return Page(items=list(found.items), next=going_on)


@router.get("/impersonations")
async def list_impersonations(consulting: Consulting, caller: Person) -> Page[Occasion]:
    """List when somebody acted in one's place, and why."""
    return Page(items=await consulting.occasions(caller))
