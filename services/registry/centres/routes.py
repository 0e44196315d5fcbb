"""The resource centres' HTTP API: public to read, the nation's to write."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from kit.http import IfMatch, Page, Router, allowed, etag, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import CentreView, Designation
from .service import CentreService

router = Router(prefix="/centres", tags=["centres"])

Centres = Annotated[CentreService, Depends(provided(CentreService))]
Manager = Annotated[Caller, Depends(allowed(Action.MANAGE_CENTRES))]


@router.get("")
async def list_centres(centres: Centres) -> Page[CentreView]:
    """List the active resource centres, by region; needs no account."""
    return Page(items=await centres.list_public())


@router.post(
    "",
    status_code=201,
    responses={
        404: {"description": "Unknown structure"},
        409: {"description": "It is a centre, or the region has its referent"},
    },
)
async def designate_centre(
    wish: Designation, centres: Centres, _: Manager, response: Response
) -> CentreView:
    centre = await centres.designate(wish)
    response.headers.update(etag(centre.version))
    return await centres.view(centre)


@router.delete(
    "/{centre_id}",
    status_code=204,
    responses={
        404: {"description": "Unknown"},
        409: {"description": "It has ended before"},
        412: {"description": "Changed since it was read"},
    },
)
async def withdraw_centre(
    centre_id: UUID, centres: Centres, _: Manager, version: IfMatch
) -> None:
    await centres.withdraw(centre_id, version=version)
