"""The register of decisions over HTTP: read only."""

from typing import Annotated

from fastapi import Depends, Path, Query

from kit.http import CursorQuery, LimitQuery, Page, Router, judged, provided
from kit.identity.callers import Caller
from schemas.access import Action
from schemas.events.governance import CommitteeCode

from .models import DecisionView, Filter
from .service import DecisionService

router = Router(prefix="/decisions", tags=["decisions"])

Decisions = Annotated[DecisionService, Depends(provided(DecisionService))]
Reader = Annotated[Caller, Depends(judged(Action.READ_DOSSIERS))]
Reference = Annotated[str, Path(max_length=40, description="Its number, or its id.")]


@router.get("")
async def list_decisions(
    decisions: Decisions,
    caller: Reader,
    committee: Annotated[CommitteeCode | None, Query()] = None,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[DecisionView]:
    found, following = await decisions.search(
        Filter(committee=committee), caller=caller, after=after, limit=limit
    )
    return Page(items=[DecisionView.of(one) for one in found], next=following)


@router.get(
    "/{reference}", responses={404: {"description": "Absent, or not the caller's."}}
)
async def get_decision(
    reference: Reference, decisions: Decisions, caller: Reader
) -> DecisionView:
    return DecisionView.of(await decisions.get(reference, caller=caller))
