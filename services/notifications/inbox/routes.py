"""The inbox's HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from kit.http import CursorQuery, LimitQuery, Router, TextsNow, provided, signed_in
from kit.identity.callers import Caller

from .models import EntryView, InboxView
from .service import InboxService

router = Router(prefix="/notifications", tags=["notifications"])

Inbox = Annotated[InboxService, Depends(provided(InboxService))]
Person = Annotated[Caller, Depends(signed_in)]
Unread = Annotated[bool, Query(description="Only those not read yet.")]


@router.get("", responses={401: {"description": "Nobody is signed in."}})
async def list_notifications(
    caller: Person,
    inbox: Inbox,
    texts: TextsNow,
    after: CursorQuery = None,
    limit: LimitQuery = 30,
    unread: Unread = False,
) -> InboxView:
    return await inbox.newest(
        caller.person,
        language=texts.language,
        cursor=after,
        unread_only=unread,
        limit=limit,
    )


@router.post(
    "/{notification_id}/reading",
    responses={404: {"description": "There is none, or it is somebody else's."}},
)
async def read_notification(
    notification_id: UUID, caller: Person, inbox: Inbox, texts: TextsNow
) -> EntryView:
    return await inbox.read(
        notification_id, person_id=caller.person, language=texts.language
    )
