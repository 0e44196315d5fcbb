"""Who holds which role, over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from kit.http import (
    CursorQuery,
    LimitQuery,
    Page,
    Router,
    allowed,
    encode_cursor,
    provided,
)
from kit.identity.callers import Caller
from schemas.access import Action
from services.registry.accounts.models import NewGrant

from .models import PeopleFilter, PersonView
from .rules import place_of
from .service import RightsService

router: APIRouter = Router(prefix="/people", tags=["people"])

Rights = Annotated[RightsService, Depends(provided(RightsService))]
Giver = Annotated[Caller, Depends(allowed(Action.GIVE_ROLES))]
Responses = dict[int | str, dict[str, Any]]
ABSENT: Responses = {404: {"description": "No account, or not this role"}}
KEPT: Responses = ABSENT | {409: {"description": "Nobody would administer all"}}


@router.get("")
async def list_people(
    rights: Rights,
    _: Giver,
    wanted: Annotated[PeopleFilter, Depends()],
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[PersonView]:
    """List people with an account, by address, and their roles."""
    found = await rights.search(wanted, after=place_of(after), limit=limit)
    return Page(
        items=[PersonView.of(one) for one in found.items],
        next=None if found.next is None else encode_cursor(found.next),
    )


@router.get("/{person_id}/grants", responses=ABSENT)
async def get_grants(person_id: UUID, rights: Rights, _: Giver) -> PersonView:
    return PersonView.of(await rights.get(person_id))


@router.post(
    "/{person_id}/grants",
    responses=KEPT,
)
async def grant_role(
    person_id: UUID, wanted: NewGrant, rights: Rights, _: Giver
) -> PersonView:
    """Give one more role; a role that the person has takes the new term."""
    return PersonView.of(await rights.give(person_id, wanted))


@router.delete(
    "/{person_id}/grants/{grant_id}",
    responses=KEPT,
)
async def withdraw_role(
    person_id: UUID, grant_id: UUID, rights: Rights, _: Giver
) -> PersonView:
    """Withdraw a role: it gives nothing from the next request on."""
    return PersonView.of(await rights.withdraw(person_id, grant_id))
