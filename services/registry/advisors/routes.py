"""The advisors' HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from kit.http import (
    CallerNow,
    CursorQuery,
    IfMatch,
    LimitQuery,
    Page,
    Router,
    ScopeFor,
    allowed,
    encode_cursor,
    etag,
    provided,
)
from kit.identity.callers import Caller
from kit.scope import Scope
from schemas.access import Action

from .models import AdvisorEdit, AdvisorFilter, AdvisorView
from .rules import place_of
from .service import AdvisorService

router: APIRouter = Router(prefix="/advisors", tags=["advisors"])

Advisors = Annotated[AdvisorService, Depends(provided(AdvisorService))]
ReadScope = Annotated[Scope, Depends(ScopeFor(Action.READ_ADVISORS))]
ChangeScope = Annotated[Scope, Depends(ScopeFor(Action.CHANGE_ADVISORS))]
AnAdvisor = Annotated[Caller, Depends(allowed(Action.BE_ADVISOR))]


@router.get("")
async def list_advisors(
    advisors: Advisors,
    scope: ReadScope,
    filters: Annotated[AdvisorFilter, Depends()],
    caller: CallerNow,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[AdvisorView]:
    """List by family name; `name` holds the beginnings of words."""
    found = await advisors.list_advisors(
        filters, scope=scope, after=place_of(after), limit=limit
    )
    return Page(
        items=[
            AdvisorView.of(row.advisor, row.card, caller=caller) for row in found.rows
        ],
        next=None if found.next is None else encode_cursor(found.next),
    )


@router.get("/me", responses={404: {"description": "The caller is no advisor"}})
async def get_own_advisor(
    response: Response, advisors: Advisors, caller: AnAdvisor
) -> AdvisorView:
    row = await advisors.get_own(caller.person)
    response.headers.update(etag(row.advisor.version))
    return AdvisorView.of(row.advisor, row.card, caller=caller)


@router.get("/{advisor_id}", responses={404: {"description": "Absent or foreign"}})
async def get_advisor(
    advisor_id: UUID,
    response: Response,
    advisors: Advisors,
    scope: ReadScope,
    caller: CallerNow,
) -> AdvisorView:
    row = await advisors.get(advisor_id, scope=scope)
    response.headers.update(etag(row.advisor.version))
    return AdvisorView.of(row.advisor, row.card, caller=caller)


@router.patch(
    "/{advisor_id}",
    responses={
        404: {"description": "Absent or foreign"},
        412: {"description": "Changed since it was read"},
    },
)
async def change_advisor(
    advisor_id: UUID,
    edit: AdvisorEdit,
    response: Response,
    advisors: Advisors,
    scope: ChangeScope,
    version: IfMatch,
    caller: CallerNow,
) -> AdvisorView:
    await advisors.change(advisor_id, edit, version=version, scope=scope)
    row = await advisors.get(advisor_id, scope=scope)
    response.headers.update(etag(row.advisor.version))
    return AdvisorView.of(row.advisor, row.card, caller=caller)
