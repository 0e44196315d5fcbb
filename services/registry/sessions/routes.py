"""One's own sessions, and the end of another's: the HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from kit.http import Router, allowed, provided, signed_in
from kit.identity.callers import Caller
from schemas.access import Action

from .models import ClosedView, OpenSessionView
from .service import SessionService

router: APIRouter = Router(prefix="/sessions", tags=["sessions"])

people: APIRouter = Router(prefix="/people", tags=["people"])

Own = Annotated[SessionService, Depends(provided(SessionService))]
Person = Annotated[Caller, Depends(signed_in)]
Ender = Annotated[Caller, Depends(allowed(Action.END_SESSIONS))]


@router.get("")
async def list_sessions(own: Own, caller: Person) -> list[OpenSessionView]:
    """List where one is signed in, the session that asks first."""
    return [OpenSessionView.of(one) for one in await own.list_own(caller)]


@router.delete("")
async def close_other_sessions(own: Own, caller: Person) -> ClosedView:
    """End all sessions but the one that asks."""
    return ClosedView(closed_count=await own.close_others(caller))


@router.delete(
    "/{session_id}",
    status_code=204,
    responses={404: {"description": "None of one's own"}},
)
async def close_one_session(session_id: UUID, own: Own, caller: Person) -> None:
    await own.close(caller, session_id)


@people.delete("/{person_id}/sessions", responses={404: {"description": "No account"}})
async def close_sessions_of_person(
    person_id: UUID, own: Own, caller: Ender
) -> ClosedView:
    """End all of a person's sessions; the one that asks, if it is theirs, stays."""
    return ClosedView(closed_count=await own.close_of(person_id, by=caller))
