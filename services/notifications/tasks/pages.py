"""The home of whoever is signed in."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from kit.http import PagesNow, Router, provided, signed_in
from kit.identity.callers import Caller

from .service import TaskService

router = Router(include_in_schema=False)

Tasks = Annotated[TaskService, Depends(provided(TaskService))]
Person = Annotated[Caller, Depends(signed_in)]


@router.get("/aujourdhui")
async def show_today(
    request: Request, caller: Person, tasks: Tasks, pages: PagesNow
) -> Response:
    return pages.render(
        request,
        "notifications/tasks/home.html",
        groups=await tasks.today(caller),
        coverage=await tasks.coverage(caller),
        now=request.state.platform.clock(),
        roles=caller.roles,
    )
