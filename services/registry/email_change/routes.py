"""A change of address: the HTTP API."""

from typing import Annotated

from fastapi import APIRouter, Depends

from kit.http import Router, provided, signed_in
from kit.identity.callers import Caller

from .models import ByToken, EmailWanted
from .service import EmailChangeService

router: APIRouter = Router(prefix="/account/email-changes", tags=["account"])

Changing = Annotated[EmailChangeService, Depends(provided(EmailChangeService))]
Person = Annotated[Caller, Depends(signed_in)]


@router.post(
    "", status_code=202, responses={429: {"description": "Too many tries or letters"}}
)
async def ask_for_change(
    wanted: EmailWanted, changing: Changing, caller: Person
) -> None:
    """Have a link mailed to the new address; nothing changes until it is used."""
    await changing.ask_or_fail(caller, wanted)


@router.post(
    "/confirmation",
    status_code=204,
    responses={
        404: {"description": "No such link"},
        409: {"description": "Another account has the address"},
        410: {"description": "Expired, used or replaced"},
        412: {"description": "The account changed at this very moment"},
    },
)
async def confirm_change(given: ByToken, changing: Changing) -> None:
    """Take the new address, by the token that it was mailed."""
    await changing.confirm(given.token)
