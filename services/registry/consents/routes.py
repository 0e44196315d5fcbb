"""One's consents over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from kit.http import Page, Router, TextsNow, provided, signed_in
from kit.identity.callers import Caller

from .models import WORDINGS, ConsentView, Given
from .service import ConsentService

router: APIRouter = Router(prefix="/account/consents", tags=["account"])

Service = Annotated[ConsentService, Depends(provided(ConsentService))]
Person = Annotated[Caller, Depends(signed_in)]
Purpose = Annotated[str, Path(max_length=40, description="As the list names it.")]


@router.get("")
async def list_consents(
    consents: Service, caller: Person, texts: TextsNow
) -> Page[ConsentView]:
    """List what is asked, in today's words, with every answer so far."""
    mine = await consents.of(caller.person)
    return Page(
        items=[
            ConsentView.of(mine, purpose, language=texts.language)
            for purpose in WORDINGS
        ]
    )


@router.put(
    "/{purpose}",
    responses={
        404: {"description": "No such purpose"},
        409: {"description": "The text has changed since it was read"},
    },
)
async def give_consent(
    purpose: Purpose, given: Given, consents: Service, caller: Person, texts: TextsNow
) -> ConsentView:
    mine = await consents.give(caller.person, purpose, version=given.version)
    return ConsentView.of(mine, purpose, language=texts.language)


@router.delete("/{purpose}", responses={404: {"description": "No such purpose"}})
async def withdraw_consent(
    purpose: Purpose, consents: Service, caller: Person, texts: TextsNow
) -> ConsentView:
    """Take it back: it holds from the next request on."""
    mine = await consents.withdraw(caller.person, purpose)
    return ConsentView.of(mine, purpose, language=texts.language)
