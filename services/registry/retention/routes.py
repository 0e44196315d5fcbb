"""What is kept how long, and what the nights end, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends

from kit.http import Router, allowed, provided
from kit.identity.callers import Caller
from kit.people import RetentionBoard
from schemas.access import Action

from .models import RetentionView

router: APIRouter = Router(prefix="/retention", tags=["retention"])

Board = Annotated[RetentionBoard, Depends(provided(RetentionBoard))]
Reader = Annotated[Caller, Depends(allowed(Action.READ_RETENTION))]


@router.get("")
async def get_retention(board: Board, _: Reader) -> RetentionView:
    """Tell the rules, what the coming night would end, and what the last one ended.

    It is a dry run: nothing changes. Each service counts once an hour.
    """
    return RetentionView.of(await board.list_classes())
