"""Many letters at once: what a replay would meet, and how far it is."""

from uuid import UUID

from kit.http import Router
from services.hub.deadletters.models import NewReplay, Plan, RunView

from .surroundings import Operator, Replays, Responses, Selected

router = Router(prefix="/dead-letters")

ABSENT: Responses = {404: {"description": "No such replay."}}
ENDED: Responses = ABSENT | {409: {"description": "It has ended."}}


@router.get("/rehearsal")
async def rehearse_dead_letters(
    selected: Selected, replays: Replays, _: Operator
) -> Plan:
    """Say how many of what a replay would give back, without any effect."""
    return await replays.rehearse(selected)


@router.get("/replays")
async def list_dead_letter_replays(replays: Replays, _: Operator) -> list[RunView]:
    """List the last twenty replays of many, the newest first."""
    return await replays.latest()


@router.post("/replays", status_code=202)
async def replay_dead_letters(
    new: NewReplay, replays: Replays, operator: Operator
) -> RunView:
    """Give back what waits of a selection, chunk by chunk, in the order first told.

    What was parked after the rehearsal stays where it is.
    """
    run = await replays.start(new, by=operator.person_id)
    return await replays.get(run.id)


@router.get("/replays/{run_id}", responses=ABSENT)
async def get_dead_letter_replay(
    run_id: UUID, replays: Replays, _: Operator
) -> RunView:
    return await replays.get(run_id)


@router.post("/replays/{run_id}/stop", responses=ENDED)
async def stop_dead_letter_replay(
    run_id: UUID, replays: Replays, _: Operator
) -> RunView:
    """Give back nothing more; what was given back stays so."""
    return await replays.stop(run_id)
