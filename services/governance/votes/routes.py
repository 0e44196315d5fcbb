"""The votes' HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Response

from kit.http import Page, Router, etag, judged, keeps_no_trace, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import Ballot, Opening, Receipt, VoteView
from .service import CastingService, ClosingService, OpeningService, ReadingService

router = Router(tags=["votes"])

Openings = Annotated[OpeningService, Depends(provided(OpeningService))]
Castings = Annotated[CastingService, Depends(provided(CastingService))]
Closings = Annotated[ClosingService, Depends(provided(ClosingService))]
Readings = Annotated[ReadingService, Depends(provided(ReadingService))]
Reader = Annotated[Caller, Depends(judged(Action.READ_DOSSIERS))]
Elector = Annotated[Caller, Depends(judged(Action.CAST_BALLOTS))]
Officer = Annotated[Caller, Depends(judged(Action.OPEN_VOTES))]
Reference = Annotated[str, Path(max_length=40, description="Its number, or its id.")]


@router.post(
    "/dossiers/{reference}/votes",
    status_code=201,
    responses={
        403: {"description": "Neither secretary nor chair of the committee."},
        409: {"description": "A vote is open, the dossier closed, or nobody may vote."},
    },
)
async def open_vote(
    reference: Reference,
    asked: Opening,
    openings: Openings,
    readings: Readings,
    caller: Officer,
    response: Response,
) -> VoteView:
    """Freeze the electorate of the current step's committee and open its vote."""
    vote = await openings.open(reference, asked, caller=caller)
    response.headers.update({"Location": f"/api/v1/votes/{vote.id}"})
    return await readings.view(vote.id, caller=caller)


@router.get("/dossiers/{reference}/votes")
async def list_dossier_votes(
    reference: Reference, readings: Readings, caller: Reader
) -> Page[VoteView]:
    return Page(items=await readings.views(reference, caller=caller))


@router.get("/votes")
async def list_awaiting_votes(readings: Readings, caller: Elector) -> Page[VoteView]:
    """List the open votes that wait for a ballot of the caller, soonest end first."""
    return Page(items=await readings.views_awaiting(caller=caller))


@router.get("/votes/{vote_id}")
async def get_vote(
    vote_id: UUID, readings: Readings, caller: Reader, response: Response
) -> VoteView:
    sheet = await readings.vote(vote_id, caller=caller)
    response.headers.update(etag(sheet.vote.version))
    return readings.shown(sheet)


@router.put(
    "/votes/{vote_id}/ballot",
    responses={
        403: {"description": "Not an elector, or set aside: the reason is given."},
        409: {"description": "Closed; or a secret ballot is in already."},
    },
)
@keeps_no_trace
async def cast_ballot(
    vote_id: UUID, ballot: Ballot, castings: Castings, caller: Elector
) -> Receipt:
    """Vote. A named ballot may change until the closing, a secret one is final."""
    return await castings.cast(vote_id, ballot, caller=caller)


@router.post(
    "/votes/{vote_id}/closing",
    responses={
        403: {"description": "Neither secretary nor chair of the committee."},
        409: {"description": "Closed already, or members are still awaited."},
    },
)
async def close_vote(
    vote_id: UUID, closings: Closings, readings: Readings, caller: Officer
) -> VoteView:
    """Close once all have voted or the end has come; it closes by itself then."""
    vote = await closings.close(vote_id, caller=caller)
    return await readings.view(vote.id, caller=caller)
