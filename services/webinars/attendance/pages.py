"""The page of who comes to a webinar."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import Response

from kit.http import CallerNow, PagesNow, Router, ScopeFor, provided
from kit.scope import Scope
from schemas.access import Action
from schemas.reference import DEPARTMENTS

from .service import AttendanceService

router = Router(include_in_schema=False)

Attendances = Annotated[AttendanceService, Depends(provided(AttendanceService))]
ReadScope = Annotated[Scope, Depends(ScopeFor(Action.READ_ATTENDANCE))]


@router.get("/webinaires/{webinar_id}/inscrits")
async def show_attendance(
    request: Request,
    webinar_id: UUID,
    pages: PagesNow,
    attendances: Attendances,
    caller: CallerNow,
    scope: ReadScope,
) -> Response:
    sheet = await attendances.read(
        webinar_id,
        scope=scope,
        reads_names=caller.may(Action.READ_ATTENDANCE_NAMES),
    )
    return pages.render(
        request,
        "webinars/attendance/attendance.html",
        sheet=sheet,
        departments=DEPARTMENTS,
    )
