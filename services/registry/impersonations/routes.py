"""Acting in another person's place, over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from kit.http import Router, allowed, provided, signed_in
from kit.identity.callers import Caller
from schemas.access import Action

from .errors import NotActing
from .models import ImpersonationView, NewImpersonation
from .service import ImpersonationService

router: APIRouter = Router(prefix="/impersonations", tags=["impersonations"])

Impersonations = Annotated[
    ImpersonationService, Depends(provided(ImpersonationService))
]
Helper = Annotated[Caller, Depends(allowed(Action.IMPERSONATE))]
Person = Annotated[Caller, Depends(signed_in)]
NOT_ACTING: dict[int | str, dict[str, Any]] = {
    409: {"description": "This session stands in nobody's place."}
}


@router.post(
    "", status_code=201, responses={404: {"description": "No account that is open."}}
)
async def begin_impersonation(
    asked: NewImpersonation, impersonations: Impersonations, helper: Helper
) -> ImpersonationView:
    """Put this session in a person's place, for a while; they are told of it."""
    begun = await impersonations.begin(helper, asked.person_id, asked)
    return ImpersonationView(
        id=begun.id, person_id=begun.person_id, ends_at=begun.ends_at
    )


@router.get("/current", responses=NOT_ACTING)
async def get_impersonation(caller: Person) -> ImpersonationView:
    """Tell in whose place this session stands."""
    if caller.impersonator is None:
        raise NotActing
    return ImpersonationView.of(caller.person, caller.impersonator)


@router.delete("/current", status_code=204, responses=NOT_ACTING)
async def end_impersonation(impersonations: Impersonations, caller: Person) -> None:
    """Give the session back to whom it belongs."""
    await impersonations.end(caller)
