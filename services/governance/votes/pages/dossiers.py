"""The list of dossiers, and one dossier with its votes."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from kit.http import CursorQuery, PagesNow, Router, TextsNow, judged, provided
from kit.identity.callers import Caller
from schemas.access import Action
from schemas.events.governance import CommitteeCode
from services.governance.committees.models import NAMES
from services.governance.dossiers.models import KINDS, STATES, Filter, State
from services.governance.votes.service import ReadingService

from .showing import TEMPLATE, context

router = Router(include_in_schema=False)

Readings = Annotated[ReadingService, Depends(provided(ReadingService))]
Reader = Annotated[Caller, Depends(judged(Action.READ_DOSSIERS))]
Reference = Annotated[str, Path(max_length=40)]
ON_A_PAGE = 50


@router.get("/dossiers")
async def show_dossiers(
    request: Request,
    pages: PagesNow,
    readings: Readings,
    caller: Reader,
    committee: Annotated[CommitteeCode | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
    after: CursorQuery = None,
) -> Response:
    wanted = Filter(committee=committee, state=state)
    desk = await readings.desk(wanted, caller=caller, after=after, limit=ON_A_PAGE)
    return pages.render(
        request,
        "governance/votes/dossiers.html",
        desk=desk,
        wanted=wanted,
        names=NAMES,
        kinds=KINDS,
        states=STATES,
    )


@router.get("/dossiers/{reference}")
async def show_dossier(
    request: Request,
    reference: Reference,
    pages: PagesNow,
    texts: TextsNow,
    readings: Readings,
    caller: Reader,
) -> Response:
    sheet = await readings.dossier(reference, caller=caller)
    return pages.render(request, TEMPLATE, **context(sheet, texts))
