"""The dossiers' HTTP API: they are opened by the services that own their objects."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from kit.http import (
    CursorQuery,
    LimitQuery,
    Page,
    Router,
    etag,
    judged,
    provided,
)
from kit.identity.callers import Caller
from schemas.access import Action
from schemas.events.governance import CommitteeCode

from .models import DossierView, Filter, State
from .service import DossierService

router = Router(prefix="/dossiers", tags=["dossiers"])

Dossiers = Annotated[DossierService, Depends(provided(DossierService))]
Reader = Annotated[Caller, Depends(judged(Action.READ_DOSSIERS))]
Reference = Annotated[str, Path(max_length=40, description="Its number, or its id.")]


@router.get("")
async def list_dossiers(
    dossiers: Dossiers,
    caller: Reader,
    committee: Annotated[CommitteeCode | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[DossierView]:
    """List what the caller may see: by seat, or as the partner concerned."""
    found, following = await dossiers.search(
        Filter(committee=committee, state=state),
        caller=caller,
        after=after,
        limit=limit,
    )
    return Page(items=[DossierView.of(one) for one in found], next=following)


@router.get(
    "/{reference}", responses={404: {"description": "Absent, or not the caller's."}}
)
async def get_dossier(
    reference: Reference, dossiers: Dossiers, caller: Reader, response: Response
) -> DossierView:
    dossier = await dossiers.get(reference, caller=caller)
    response.headers.update(etag(dossier.version))
    return DossierView.of(dossier)
