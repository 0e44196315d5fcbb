"""What the nation's administrators do with resource centres, by forms."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form, Response
from starlette.responses import RedirectResponse

from kit.http import Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import Designation
from .service import CentreService

router = Router(prefix="/centres", include_in_schema=False)

Centres = Annotated[CentreService, Depends(provided(CentreService))]
Manager = Annotated[Caller, Depends(allowed(Action.MANAGE_CENTRES))]


@router.post("")
async def designate_centre_by_form(
    structure_id: Annotated[UUID, Form()],
    centres: Centres,
    _: Manager,
    *,
    is_referent: Annotated[bool, Form()] = False,
) -> Response:
    wish = Designation(structure_id=structure_id, is_referent=is_referent)
    await centres.designate(wish)
    return RedirectResponse(f"/structures/{structure_id}", 303)


@router.post("/{centre_id}/retrait")
async def withdraw_centre_by_form(
    centre_id: UUID,
    version: Annotated[int, Form(ge=1, le=2**31)],
    centres: Centres,
    _: Manager,
) -> Response:
    centre = await centres.withdraw(centre_id, version=version)
    return RedirectResponse(f"/structures/{centre.structure_id}", 303)
