"""The mailbox's pages: a list, a message, its HTML shut in, its attachments."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kit.http import PagesNow, Router, provided

from .service import MailboxService

# What an e-mail holds may do nothing here but show itself, and lead elsewhere.
SHUT_IN = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"

router = Router(include_in_schema=False)


async def allowed_mailbox(
    mailbox: Annotated[MailboxService, Depends(provided(MailboxService))],
) -> MailboxService:
    mailbox.check()
    return mailbox


Mailbox = Annotated[MailboxService, Depends(allowed_mailbox)]
Index = Annotated[int, Path(ge=0, le=50)]


@router.get("/courrier")
async def show_mailbox(
    request: Request,
    mailbox: Mailbox,
    pages: PagesNow,
    to: Annotated[str, Query(alias="a", max_length=254)] = "",
    before: Annotated[UUID | None, Query(alias="avant")] = None,
) -> Response:
    messages, rest = await mailbox.newest(recipient=to.strip() or None, before=before)
    return pages.render(
        request,
        "notifications/mailbox/mailbox.html",
        messages=messages,
        rest=rest,
        to=to.strip(),
        is_first=before is None,
        total=await mailbox.count(),
    )


@router.get("/courrier/{message_id}")
async def show_message(
    request: Request, message_id: UUID, mailbox: Mailbox, pages: PagesNow
) -> Response:
    opened = await mailbox.open(message_id)
    return pages.render(request, "notifications/mailbox/message.html", opened=opened)


@router.get("/courrier/{message_id}/html")
async def show_html(message_id: UUID, mailbox: Mailbox) -> Response:
    headers = {"Content-Security-Policy": SHUT_IN, "Cache-Control": "no-store"}
    return HTMLResponse(await mailbox.html(message_id), headers=headers)


@router.get("/courrier/{message_id}/pieces/{index}")
async def download_attachment(
    message_id: UUID, index: Index, mailbox: Mailbox
) -> Response:
    described, content = await mailbox.attachment(message_id, index)
    name = quote(described.name, safe="")
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Security-Policy": SHUT_IN,
        },
    )
