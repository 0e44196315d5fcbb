"""The inbox's pages."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.http import CursorQuery, PagesNow, Router, TextsNow, provided, signed_in
from kit.identity.callers import Caller

from .service import InboxService

router = Router(include_in_schema=False)

Inbox = Annotated[InboxService, Depends(provided(InboxService))]
Person = Annotated[Caller, Depends(signed_in)]


@router.get("/messages")
async def show_inbox(
    request: Request,
    caller: Person,
    inbox: Inbox,
    pages: PagesNow,
    texts: TextsNow,
    after: CursorQuery = None,
) -> Response:
    view = await inbox.newest(caller.person, language=texts.language, cursor=after)
    return pages.render(
        request, "notifications/inbox/inbox.html", view=view, is_first=after is None
    )


@router.get("/messages/{entry_id}")
async def open_entry(
    entry_id: UUID, caller: Person, inbox: Inbox, texts: TextsNow
) -> Response:
    """Go where the entry leads; having been opened, it counts as read."""
    entry = await inbox.read(entry_id, person_id=caller.person, language=texts.language)
    return RedirectResponse(entry.href, 303)


@router.post("/messages/lus")
async def read_everything(caller: Person, inbox: Inbox) -> Response:
    await inbox.read_all(caller.person)
    return RedirectResponse("/messages", 303)
