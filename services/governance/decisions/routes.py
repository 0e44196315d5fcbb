"""The register of decisions over HTTP: read only."""

from typing import Annotated

from fastapi import Depends, Path, Query

from kit.http import CursorQuery, LimitQuery, Page, Router, provided, signed_in
from kit.identity.callers import Caller
from schemas.events.governance import CommitteeCode

from .models import DecisionView, Filter
from .service import DecisionService

router = Router(prefix="/decisions", tags=["decisions"])

Decisions = Annotated[DecisionService, Depends(provided(DecisionService))]
Person = Annotated[Caller, Depends(signed_in)]
Reference = Annotated[str, Path(max_length=40, description="Its number, or its id.")]


@router.get("")
async def list_decisions(
    decisions: Decisions,
    caller: Person,
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
    reference: Reference, decisions: Decisions, caller: Person
) -> DecisionView:
    return DecisionView.of(await decisions.get(reference, caller=caller))
