"""What members do from a dossier's page: open a vote, vote, close."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request, Response
from fastapi.responses import RedirectResponse

from kit.http import (
    PagesNow,
    Router,
    TextsNow,
    judged,
    keeps_no_trace,
    provided,
    read_form,
)
from kit.identity.callers import Caller
from kit.texts import N_
from schemas.access import Action
from services.governance.votes.models import Ballot, Opening
from services.governance.votes.service import (
    CastingService,
    ClosingService,
    OpeningService,
    ReadingService,
)

from .showing import TEMPLATE, context

router = Router(include_in_schema=False)

Openings = Annotated[OpeningService, Depends(provided(OpeningService))]
Castings = Annotated[CastingService, Depends(provided(CastingService))]
Closings = Annotated[ClosingService, Depends(provided(ClosingService))]
Readings = Annotated[ReadingService, Depends(provided(ReadingService))]
Reader = Annotated[Caller, Depends(judged(Action.READ_DOSSIERS))]
Elector = Annotated[Caller, Depends(judged(Action.CAST_BALLOTS))]
Officer = Annotated[Caller, Depends(judged(Action.OPEN_VOTES))]
Reference = Annotated[str, Path(max_length=40)]

BALLOT_LABELS = {"choice": N_("Votre vote"), "reason": N_("Motif")}
OPENING_LABELS = {
    "mode": N_("Comment on vote"),
    "days": N_("Durée du vote, en jours"),
}


@router.post("/dossiers/{reference}/vote")
async def open_vote_on_page(
    request: Request,
    reference: Reference,
    pages: PagesNow,
    texts: TextsNow,
    openings: Openings,
    readings: Readings,
    caller: Officer,
) -> Response:
    labels = {name: texts.gettext(label) for name, label in OPENING_LABELS.items()}
    asked, form = await read_form(request, Opening, texts, labels=labels)
    if asked is None:
        sheet = await readings.dossier(reference, caller=caller)
        shown = context(sheet, texts, opening_form=form)
        return pages.render(request, TEMPLATE, status=422, **shown)
    vote = await openings.open(reference, asked, caller=caller)
    return RedirectResponse(f"/dossiers/{vote.dossier_number}#vote", 303)


@router.get("/votes/{vote_id}")
async def show_vote(vote_id: UUID, readings: Readings, caller: Reader) -> Response:
    """Go where the vote is read and cast: its dossier's page."""
    sheet = await readings.vote(vote_id, caller=caller)
    return RedirectResponse(f"/dossiers/{sheet.vote.dossier_number}#vote", 303)


@router.post("/votes/{vote_id}/bulletin")
@keeps_no_trace
async def cast_ballot_on_page(
    request: Request,
    vote_id: UUID,
    pages: PagesNow,
    texts: TextsNow,
    castings: Castings,
    readings: Readings,
    caller: Elector,
) -> Response:
    labels = {name: texts.gettext(label) for name, label in BALLOT_LABELS.items()}
    ballot, form = await read_form(request, Ballot, texts, labels=labels)
    number = (await readings.vote(vote_id, caller=caller)).vote.dossier_number
    if ballot is None:
        sheet = await readings.dossier(number, caller=caller)
        shown = context(sheet, texts, ballot_form=form)
        return pages.render(request, TEMPLATE, status=422, **shown)
    await castings.cast(vote_id, ballot, caller=caller)
    return RedirectResponse(f"/dossiers/{number}#vote", 303)


@router.post("/votes/{vote_id}/cloture")
async def close_vote_on_page(
    vote_id: UUID, closings: Closings, caller: Officer
) -> Response:
    vote = await closings.close(vote_id, caller=caller)
    return RedirectResponse(f"/dossiers/{vote.dossier_number}#vote-{vote.id}", 303)
