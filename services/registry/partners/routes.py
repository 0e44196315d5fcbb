"""The partners' HTTP API, for the national administration."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from kit.http import (
    CursorQuery,
    IfMatch,
    LimitQuery,
    Page,
    Router,
    allowed,
    encode_cursor,
    etag,
    provided,
)
from kit.identity.callers import Caller
from schemas.access import Action

from .models import NewPartner, PartnerEdit, PartnerView
from .rules import place_of
from .service import PartnerService

router: APIRouter = Router(prefix="/partners", tags=["partners"])

Partners = Annotated[PartnerService, Depends(provided(PartnerService))]
Administrator = Annotated[Caller, Depends(allowed(Action.MANAGE_PARTNERS))]


@router.get("")
async def list_partners(
    partners: Partners,
    _: Administrator,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[PartnerView]:
    items, last = await partners.list_partners(after=place_of(after), limit=limit)
    return Page(items=items, next=None if last is None else encode_cursor(last))


@router.post("", status_code=201, responses={409: {"description": "The name is taken"}})
async def add_partner(
    partner: NewPartner, response: Response, partners: Partners, _: Administrator
) -> PartnerView:
    joined = await partners.join(partner)
    response.headers.update(etag(joined.version))
    return joined


@router.get("/{partner_id}", responses={404: {"description": "Absent"}})
async def get_partner(
    partner_id: UUID, response: Response, partners: Partners, _: Administrator
) -> PartnerView:
    found = await partners.get(partner_id)
    response.headers.update(etag(found.version))
    return found


@router.patch(
    "/{partner_id}",
    responses={
        404: {"description": "Absent"},
        409: {"description": "The name is taken"},
        412: {"description": "Changed since it was read"},
    },
)
async def change_partner(
    partner_id: UUID,
    edit: PartnerEdit,
    response: Response,
    partners: Partners,
    _: Administrator,
    version: IfMatch,
) -> PartnerView:
    changed = await partners.change(partner_id, edit, version=version)
    response.headers.update(etag(changed.version))
    return changed
