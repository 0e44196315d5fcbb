"""The HTTP API of replays of the journal."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends

from kit.http import CursorQuery, LimitQuery, Page, Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import (
    Forecast,
    JournalReplayView,
    NewJournalReplay,
    WantedReplay,
    view,
)
from .service import JournalReplayService

router = Router(prefix="/replays", tags=["replays"])

Replays = Annotated[JournalReplayService, Depends(provided(JournalReplayService))]
Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]
Responses = dict[int | str, dict[str, Any]]
ABSENT: Responses = {404: {"description": "No such replay."}}
ENDED: Responses = ABSENT | {409: {"description": "It runs no more."}}
EMPTY: Responses = {409: {"description": "The journal has nothing of it."}}


@router.get("")
async def list_replays(
    replays: Replays, _: Operator, after: CursorQuery = None, limit: LimitQuery = 50
) -> Page[JournalReplayView]:
    """List replays of the journal, the latest first."""
    found, following = await replays.latest(after=after, limit=limit)
    return Page(items=[view(one) for one in found], next=following)


@router.post("/forecast")
async def forecast_replay(
    wanted: WantedReplay, replays: Replays, _: Operator
) -> Forecast:
    """Count what a replay would tell, by type, and how long it would take."""
    return await replays.forecast(wanted, rate=wanted.rate)


@router.post("", status_code=202, responses=EMPTY)
async def start_replay(
    wanted: NewJournalReplay, replays: Replays, operator: Operator
) -> JournalReplayView:
    """Tell one reader again what the journal has now; nobody is mailed for it."""
    return view(await replays.start(wanted, by=operator.person_id))


@router.get("/{replay_id}", responses=ABSENT)
async def get_replay(
    replay_id: UUID, replays: Replays, _: Operator
) -> JournalReplayView:
    return view(await replays.get(replay_id))


@router.post("/{replay_id}/cancel", responses=ENDED)
async def cancel_replay(
    replay_id: UUID, replays: Replays, operator: Operator
) -> JournalReplayView:
    """Stop it; what has been told stays told."""
    return view(await replays.cancel(replay_id, by=operator.person_id))
