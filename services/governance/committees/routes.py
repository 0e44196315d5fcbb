"""The committees' HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from kit.http import IfMatch, Page, Router, allowed, etag, provided
from kit.identity.callers import Caller
from schemas.access import Action
from schemas.events.governance import CommitteeCode

from .models import Appointment, CommitteeView, RulesWanted
from .service import CommitteeService

router = Router(prefix="/committees", tags=["committees"])

Committees = Annotated[CommitteeService, Depends(provided(CommitteeService))]
Reader = Annotated[Caller, Depends(allowed(Action.READ_COMMITTEES))]
Manager = Annotated[Caller, Depends(allowed(Action.MANAGE_COMMITTEES))]


@router.get("")
async def list_committees(committees: Committees, _: Reader) -> Page[CommitteeView]:
    return Page(items=[one.view() for one in await committees.list_all()])


@router.get("/{code}")
async def get_committee(
    code: CommitteeCode, committees: Committees, _: Reader, response: Response
) -> CommitteeView:
    view = (await committees.get(code)).view()
    response.headers.update(etag(view.version))
    return view


@router.post(
    "/{code}/members",
    status_code=201,
    responses={409: {"description": "Seated already, or the office is taken."}},
)
async def seat_member(
    code: CommitteeCode,
    appointment: Appointment,
    committees: Committees,
    _: Manager,
    response: Response,
) -> CommitteeView:
    view = (await committees.seat(code, appointment)).view()
    response.headers.update(etag(view.version))
    return view


@router.delete(
    "/{code}/members/{person_id}",
    responses={404: {"description": "This person does not sit there."}},
)
async def unseat_member(
    code: CommitteeCode, person_id: UUID, committees: Committees, _: Manager
) -> CommitteeView:
    """End a term today; the seat stays in the committee's history."""
    return (await committees.unseat(code, person_id)).view()


@router.put(
    "/{code}/rules",
    responses={412: {"description": "The committee changed since it was read."}},
)
async def change_committee_rules(
    code: CommitteeCode,
    rules: RulesWanted,
    version: IfMatch,
    committees: Committees,
    _: Manager,
    response: Response,
) -> CommitteeView:
    """Change how the committee votes; a vote that is open keeps its rules."""
    view = (await committees.rule(code, rules, version=version)).view()
    response.headers.update(etag(view.version))
    return view
