"""What waits, over HTTP."""

from typing import Annotated

from fastapi import Depends

from kit.http import Router, provided, signed_in
from kit.identity.callers import Caller

from .models import TasksView
from .service import TaskService

router = Router(prefix="/tasks", tags=["tasks"])

Tasks = Annotated[TaskService, Depends(provided(TaskService))]
Person = Annotated[Caller, Depends(signed_in)]


@router.get("", responses={401: {"description": "Nobody is signed in."}})
async def list_tasks(caller: Person, tasks: Tasks) -> TasksView:
    return await tasks.list_tasks(caller)
