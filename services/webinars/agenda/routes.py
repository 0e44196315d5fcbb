"""The agenda's HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from kit.http import CallerNow, CursorQuery, LimitQuery, Page, Router, etag, provided
from kit.scope import Scope
from schemas.events.webinars import WebinarState
from services.webinars.proposals.models import RegionCode, ThemeCode
from services.webinars.schedule.models import ROOMS

from . import rules
from .models import AgendaFilter, AgendaView, HeldFilter, RoomView
from .service import AgendaService

router = Router(prefix="/webinars", tags=["webinars"])

Agenda = Annotated[AgendaService, Depends(provided(AgendaService))]


async def sight(caller: CallerNow) -> Scope:
    return rules.sight(caller)


Sight = Annotated[Scope, Depends(sight)]


@router.get("")
async def list_webinars(
    agenda: Agenda,
    theme: Annotated[ThemeCode | None, Query()] = None,
    region: Annotated[RegionCode | None, Query()] = None,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[AgendaView]:
    """List what is open to registration, the soonest first."""
    wanted = AgendaFilter(theme=theme, region=region, after=after)
    found = await agenda.upcoming(wanted, limit=limit)
    views = [AgendaView.of_shown(shown) for shown in found.shown]
    return Page(items=views, next=found.next)


@router.get("/held")
async def list_held_webinars(
    agenda: Agenda,
    scope: Sight,
    state: Annotated[WebinarState | None, Query()] = None,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[AgendaView]:
    """List the caller's own webinars in every state, the newest first."""
    wanted = HeldFilter(state=state, after=after)
    found = await agenda.held(wanted, scope=scope, limit=limit)
    views = [AgendaView.of_shown(shown) for shown in found.shown]
    return Page(items=views, next=found.next)


@router.get("/rooms")
async def list_rooms() -> Page[RoomView]:
    """List the rooms of the video licence."""
    rooms = [
        RoomView(code=code, name=room.name, seats_max=room.seats_max)
        for code, room in ROOMS.items()
    ]
    return Page(items=rooms)


@router.get(
    "/{webinar_id}", responses={404: {"description": "None, or not for this caller."}}
)
async def get_webinar(
    webinar_id: UUID, agenda: Agenda, scope: Sight, response: Response
) -> AgendaView:
    """Return a public webinar, or one of the caller's own in any state."""
    shown = await agenda.show(webinar_id, scope=scope)
    response.headers.update(etag(shown.webinar.version))
    return AgendaView.of_shown(shown)
