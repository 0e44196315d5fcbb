"""The home of whoever is signed in."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from kit.http import PagesNow, Router, TextsNow, provided, signed_in
from kit.identity.callers import Caller
from kit.texts import Texts
from schemas.access import ROLE_LABELS

from .models import Taught
from .rules import taught
from .service import TaskService

router = Router(include_in_schema=False)

Tasks = Annotated[TaskService, Depends(provided(TaskService))]
Person = Annotated[Caller, Depends(signed_in)]


@router.get("/aujourdhui")
async def show_today(
    request: Request, caller: Person, tasks: Tasks, pages: PagesNow, texts: TextsNow
) -> Response:
    return pages.render(
        request,
        "notifications/tasks/home.html",
        groups=await tasks.today(caller),
        coverage=await tasks.coverage(caller),
        now=request.state.platform.clock(),
        lessons=[(one.lesson, _for(one, texts)) for one in taught(caller.grants)],
    )


def _for(one: Taught, texts: Texts) -> str:
    """Name the roles that a lesson is for."""
    labels = [ROLE_LABELS[role] for role in one.roles]
    return texts.listed([label[texts.language == "en"] for label in labels])
