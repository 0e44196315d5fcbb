"""What the nation's administrators do with resource centres, by forms."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from starlette.responses import RedirectResponse

from kit.http import Router, VersionForm, allowed, posted, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import Designation
from .service import CentreService

router = Router(prefix="/centres", include_in_schema=False)

Centres = Annotated[CentreService, Depends(provided(CentreService))]
Manager = Annotated[Caller, Depends(allowed(Action.MANAGE_CENTRES))]


@router.post("")
async def designate_centre_by_form(
    centres: Centres,
    _: Manager,
    wish: Annotated[Designation, Depends(posted(Designation))],
) -> Response:
    await centres.designate(wish)
    return RedirectResponse(f"/structures/{wish.structure_id}", 303)


@router.post("/{centre_id}/retrait")
async def withdraw_centre_by_form(
    centre_id: UUID,
    centres: Centres,
    _: Manager,
    read: Annotated[VersionForm, Depends(posted(VersionForm))],
) -> Response:
    centre = await centres.withdraw(centre_id, version=read.version)
    return RedirectResponse(f"/structures/{centre.structure_id}", 303)
