"""The register of decisions, and one decision, as pages."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from kit.http import CursorQuery, PagesNow, Router, judged, provided
from kit.identity.callers import Caller
from schemas.access import Action
from schemas.events.governance import CommitteeCode
from services.governance.committees.models import NAMES
from services.governance.dossiers.models import CONSEQUENCES

from .models import Filter
from .service import DecisionService

router = Router(include_in_schema=False)

Decisions = Annotated[DecisionService, Depends(provided(DecisionService))]
Reader = Annotated[Caller, Depends(judged(Action.READ_DOSSIERS))]
Reference = Annotated[str, Path(max_length=40)]
ON_A_PAGE = 50


@router.get("/decisions")
async def show_decisions(
    request: Request,
    pages: PagesNow,
    decisions: Decisions,
    caller: Reader,
    committee: Annotated[CommitteeCode | None, Query()] = None,
    after: CursorQuery = None,
) -> Response:
    found, following = await decisions.search(
        Filter(committee=committee), caller=caller, after=after, limit=ON_A_PAGE
    )
    return pages.render(
        request,
        "governance/decisions/register.html",
        decisions=found,
        following=following,
        committee=committee,
        committees=NAMES,
    )


@router.get("/decisions/{reference}")
async def show_decision(
    request: Request,
    reference: Reference,
    pages: PagesNow,
    decisions: Decisions,
    caller: Reader,
) -> Response:
    return pages.render(
        request,
        "governance/decisions/decision.html",
        decision=await decisions.get(reference, caller=caller),
        committees=NAMES,
        consequences=CONSEQUENCES,
    )
