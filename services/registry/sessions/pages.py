"""Where one is signed in: the page; and the button that ends another's sessions."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import RedirectResponse

from kit.http import PagesNow, Router, allowed, provided, signed_in
from kit.identity.callers import Caller
from schemas.access import Action

from .service import SessionService

router: APIRouter = Router(include_in_schema=False)

Own = Annotated[SessionService, Depends(provided(SessionService))]
Person = Annotated[Caller, Depends(signed_in)]
Ender = Annotated[Caller, Depends(allowed(Action.END_SESSIONS))]

HERE: Final = "/compte/sessions"
CLOSED_MAX: Final = 10_000


@router.get(HERE)
async def show_sessions(
    request: Request,
    pages: PagesNow,
    own: Own,
    caller: Person,
    closed: Annotated[int | None, Query(ge=0, le=CLOSED_MAX)] = None,
) -> Response:
    return pages.render(
        request,
        "registry/sessions/sessions.html",
        sessions=await own.list_own(caller),
        closed=closed,
    )


@router.post(HERE + "/autres")
async def close_others(own: Own, caller: Person) -> Response:
    closed = await own.close_others(caller)
    return RedirectResponse(f"{HERE}?closed={closed}", 303)


@router.post(HERE + "/{session_id}")
async def close_one(session_id: UUID, own: Own, caller: Person) -> Response:
    await own.close(caller, session_id)
    return RedirectResponse(f"{HERE}?closed=1", 303)


@router.post("/comptes/{person_id}/sessions")
async def close_of_person(person_id: UUID, own: Own, caller: Ender) -> Response:
    closed = await own.close_of(person_id, by=caller)
    return RedirectResponse(f"/comptes/{person_id}?closed={closed}", 303)
