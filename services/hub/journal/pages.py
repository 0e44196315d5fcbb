"""The journal for those who operate: what passed, and what was in it."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from kit.http import PagesNow, Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action
from schemas.events import BY_SERVICE

from .models import JournalFilter
from .rules.names import short_type
from .rules.printing import printed
from .service import JournalService

router = Router(include_in_schema=False)

Journal = Annotated[JournalService, Depends(provided(JournalService))]
Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]
TYPES = [
    (short_type(event.type), f"{service} : {short_type(event.type)}")
    for service, events in BY_SERVICE.items()
    for event in events
]


@router.get("/journal")
async def show_journal(
    request: Request,
    pages: PagesNow,
    journal: Journal,
    _: Operator,
    wanted: Annotated[JournalFilter, Query()],
) -> Response:
    entries, following = await journal.search(wanted)
    kept = {"type": wanted.type or "", "aggregate": wanted.aggregate or ""}
    return pages.render(
        request,
        "hub/journal/journal.html",
        entries=entries,
        filters=kept,
        types=TYPES,
        short_type=short_type,
        following=following and f"?{urlencode(kept | {'before': following})}",
    )


@router.get("/journal/{topic}/{partition}/{offset}")
async def show_entry(
    request: Request,
    pages: PagesNow,
    journal: Journal,
    _: Operator,
    topic: str,
    partition: int,
    offset: int,
) -> Response:
    entry = await journal.get(f"{topic}/{partition}/{offset}")
    return pages.render(
        request,
        "hub/journal/entry.html",
        entry=entry,
        body=printed(entry.data),
        short_type=short_type,
    )
