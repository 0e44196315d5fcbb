"""What is kept how long, and what the nights end: the page."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from kit.http import PagesNow, Router, TextsNow, allowed, provided
from kit.identity.callers import Caller
from kit.people import RetentionBoard
from schemas.access import Action

from .rules import every_rule, nights

router: APIRouter = Router(include_in_schema=False)

Board = Annotated[RetentionBoard, Depends(provided(RetentionBoard))]
Reader = Annotated[Caller, Depends(allowed(Action.READ_RETENTION))]

PAGE: Final = "registry/retention/retention.html"


@router.get("/conservation")
async def show_retention(
    request: Request, pages: PagesNow, texts: TextsNow, board: Board, _: Reader
) -> Response:
    return pages.render(
        request,
        PAGE,
        nights=nights(await board.list_classes(), texts),
        rules=every_rule(texts),
    )
