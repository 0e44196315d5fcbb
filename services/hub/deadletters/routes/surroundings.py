"""What these routes depend on."""

from typing import Annotated, Any

from fastapi import Depends, Query

from kit.http import allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action
from services.hub.deadletters.models import Family, Selection, State, Wanted
from services.hub.deadletters.models.selecting import Ids, Instant, Name
from services.hub.deadletters.service import DeadLetterService, ReplayService

Letters = Annotated[DeadLetterService, Depends(provided(DeadLetterService))]
Replays = Annotated[ReplayService, Depends(provided(ReplayService))]
Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]
Responses = dict[int | str, dict[str, Any]]

ABSENT: Responses = {404: {"description": "No such dead letter."}}
REFUSED: Responses = ABSENT | {409: {"description": "Its state does not allow it."}}


def selection(
    group: Annotated[Name | None, Query()] = None,
    family: Family | None = None,
    reason: Annotated[Name | None, Query(description="The cause's code.")] = None,
    type: Annotated[Name | None, Query(description="Whole or short.")] = None,  # noqa: A002 - the name in the address
    key: Annotated[Name | None, Query(description="The aggregate's id.")] = None,
    since: Annotated[Instant | None, Query(description="Parked from then on.")] = None,
    until: Annotated[Instant | None, Query(description="Parked before that.")] = None,
    ids: Annotated[Ids | None, Query(description="None but these.")] = None,
) -> Selection:
    return Selection(
        group=group,
        family=family,
        reason=reason,
        type=type,
        key=key,
        since=since,
        until=until,
        ids=ids,
    )


Selected = Annotated[Selection, Depends(selection)]


def wanted(selected: Selected, state: State = "waiting") -> Wanted:
    return Wanted(state=state, **selected.model_dump())


Shown = Annotated[Wanted, Depends(wanted)]
