"""Who looked at one's own record: the page."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from kit.http import (
    CursorQuery,
    PagesNow,
    Router,
    TextsNow,
    encode_cursor,
    provided,
    signed_in,
)
from kit.identity.callers import Caller
from kit.texts import Texts
from schemas.access import ROLE_LABELS, Role

from .models import Consultation
from .rules import position, screen
from .service import ConsultationService

router: APIRouter = Router(include_in_schema=False)

Consulting = Annotated[ConsultationService, Depends(provided(ConsultationService))]
Person = Annotated[Caller, Depends(signed_in)]
PAGE_SIZE = 50


@router.get("/compte/consultations")
async def show_consultations(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    consulting: Consulting,
    caller: Person,
    after: CursorQuery = None,
) -> Response:
    found = await consulting.list_consultations(
        caller, before=position(after), limit=PAGE_SIZE
    )
    going_on = None if found.next is None else f"?after={encode_cursor(found.next)}"
    return pages.render(
        request,
        "registry/consultations/list.html",
        rows=[
            (one, _screen(one, texts), _role(one.role, texts)) for one in found.items
        ],
        occasions=[
            (one, _role(one.role, texts)) for one in await consulting.occasions(caller)
        ],
        is_first=after is None,
        next=going_on,
    )


def _screen(one: Consultation, texts: Texts) -> str:
    return texts.gettext(screen(one.route))


def _role(role: str | None, texts: Texts) -> str:
    if role not in set(Role):
        return ""
    french, english = ROLE_LABELS[Role(role)]
    return french if texts.language == "fr" else english
