"""The schedule's HTTP API."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from kit.http import IfMatch, Router, ScopeFor, etag, provided
from kit.scope import Scope
from schemas.access import Action
from services.webinars.proposals.models import Webinar, WebinarView

from .models import Slot
from .service import ScheduleService

router = Router(prefix="/webinars", tags=["webinars"])

Schedules = Annotated[ScheduleService, Depends(provided(ScheduleService))]
ScheduleScope = Annotated[Scope, Depends(ScopeFor(Action.SCHEDULE_WEBINARS))]
REFUSALS: Mapping[int | str, dict[str, Any]] = {
    404: {"description": "No such webinar, or another organisation's."},
    409: {"description": "A decision is missing, or a room or speaker is taken."},
    412: {"description": "The webinar has changed since it was read."},
}


@router.post("/{webinar_id}/schedule", responses=dict(REFUSALS))
async def schedule_webinar(
    webinar_id: UUID,
    slot: Slot,
    schedules: Schedules,
    scope: ScheduleScope,
    version: IfMatch,
    response: Response,
) -> WebinarView:
    """Set the date, the room and the speakers, or move them."""
    webinar = await schedules.schedule(webinar_id, slot, version=version, scope=scope)
    return _shown(webinar, response)


@router.post("/{webinar_id}/publication", responses=dict(REFUSALS))
async def publish_webinar(
    webinar_id: UUID,
    schedules: Schedules,
    scope: ScheduleScope,
    version: IfMatch,
    response: Response,
) -> WebinarView:
    """Make it public: registration opens, and the advisors concerned are told."""
    webinar = await schedules.publish(webinar_id, version=version, scope=scope)
    return _shown(webinar, response)


@router.post("/{webinar_id}/cancellation", responses=dict(REFUSALS))
async def cancel_webinar(
    webinar_id: UUID,
    schedules: Schedules,
    scope: ScheduleScope,
    version: IfMatch,
    response: Response,
) -> WebinarView:
    """Call it off: everyone registered is told, and their calendars change."""
    webinar = await schedules.cancel(webinar_id, version=version, scope=scope)
    return _shown(webinar, response)


def _shown(webinar: Webinar, response: Response) -> WebinarView:
    response.headers.update(etag(webinar.version))
    return WebinarView.of(webinar, is_held=True)
