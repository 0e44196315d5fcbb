"""A forgotten password, a first password: the HTTP API."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from kit.http import Router, allowed, keeps_no_trace, provided
from kit.identity.callers import Caller
from schemas.access import Action
from services.registry.accounts.models import OpenedView

from .models import LinkWanted, PasswordByToken
from .service import RecoveryService

account: APIRouter = Router(prefix="/account", tags=["account"])
people: APIRouter = Router(prefix="/people", tags=["people"])

Recovery = Annotated[RecoveryService, Depends(provided(RecoveryService))]
Administrator = Annotated[Caller, Depends(allowed(Action.OPEN_ACCOUNTS))]

LINK: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such link"},
    410: {"description": "Expired, or used already"},
    412: {"description": "Used at this very moment"},
}


@account.post(
    "/password-links",
    status_code=202,
    responses={429: {"description": "Too many asked for from here"}},
)
@keeps_no_trace
async def ask_for_link(
    request: Request, wanted: LinkWanted, recovery: Recovery
) -> None:
    """Have a link mailed; answered alike whether the address has an account."""
    address = request.client.host if request.client else ""
    await recovery.ask(wanted, address=address)


@account.post("/password-links/use", status_code=204, responses=LINK)
@keeps_no_trace
async def choose_password(chosen: PasswordByToken, recovery: Recovery) -> None:
    """Choose a password by the link's token; every open session ends."""
    await recovery.choose_by_token(chosen)


@people.post(
    "/{person_id}/invitation",
    responses={
        404: {"description": "No account"},
        409: {"description": "This person has a password"},
    },
)
async def invite_again(
    person_id: UUID, recovery: Recovery, _: Administrator
) -> OpenedView:
    """Mail again the link by which a first password is chosen."""
    return OpenedView.of(await recovery.invite(person_id))
