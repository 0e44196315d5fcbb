"""The second factor, one's own and another's that is lost: the HTTP API."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from kit.http import Router, allowed, provided, signed_in
from kit.identity.callers import Caller
from schemas.access import Action
from services.registry.accounts.errors import WrongPassword

from .errors import CodeRefused
from .models import (
    FirstCode,
    PasswordAgain,
    Proposal,
    RecoveryCodes,
    RemovalAsked,
    State,
)
from .rules import passed
from .service import LostFactorService, SecondFactorService

router: APIRouter = Router(prefix="/account/second-factor", tags=["account"])
people: APIRouter = Router(prefix="/people", tags=["people"])

SecondFactor = Annotated[SecondFactorService, Depends(provided(SecondFactorService))]
LostFactors = Annotated[LostFactorService, Depends(provided(LostFactorService))]
Person = Annotated[Caller, Depends(signed_in)]
Remover = Annotated[Caller, Depends(allowed(Action.REMOVE_FACTORS))]
Responses = dict[int | str, dict[str, Any]]
STATE: Responses = {409: {"description": "There is one already, or none"}}
ABSENT: Responses = {404: {"description": "No account"}}
TRIES: Responses = {429: {"description": "Too many tries"}}


@router.get("")
async def get_second_factor(factor: SecondFactor, caller: Person) -> State:
    return await factor.state(caller)


@router.post("", status_code=201, responses={**STATE, **TRIES})
async def begin_second_factor(
    given: PasswordAgain, factor: SecondFactor, caller: Person
) -> Proposal:
    """Draw a key; it counts once a code of it is sent to `/confirmation`."""
    begun = await factor.begin(caller, given.password)
    return passed(begun, refusal=WrongPassword)


@router.post("/confirmation", status_code=201, responses={**STATE, **TRIES})
async def confirm_second_factor(
    given: FirstCode, factor: SecondFactor, caller: Person
) -> RecoveryCodes:
    """Turn it on; the recovery codes are shown this once."""
    confirmed = await factor.confirm(caller, given.code)
    return passed(confirmed, refusal=CodeRefused)


@router.post("/recovery-codes", status_code=201, responses={**STATE, **TRIES})
async def renew_recovery_codes(
    given: PasswordAgain, factor: SecondFactor, caller: Person
) -> RecoveryCodes:
    """Draw new ones, shown this once; the former ones open nothing."""
    renewed = await factor.renew_codes(caller, given.password)
    return passed(renewed, refusal=WrongPassword)


@router.post(
    "/removal",
    status_code=204,
    responses={403: {"description": "A role asks for it"}, **STATE, **TRIES},
)
async def remove_second_factor(
    given: PasswordAgain, factor: SecondFactor, caller: Person
) -> None:
    removed = await factor.remove(caller, given.password)
    passed(removed, refusal=WrongPassword)


@people.get("/{person_id}/second-factor", responses=ABSENT)
async def get_second_factor_of_person(
    person_id: UUID, lost: LostFactors, _: Remover
) -> State:
    return (await lost.get(person_id)).state


@people.post(
    "/{person_id}/second-factor/removal",
    status_code=204,
    responses={
        403: {"description": "It is one's own, or not of one's rights"},
        **ABSENT,
        **STATE,
    },
)
async def take_second_factor_away(
    person_id: UUID, asked: RemovalAsked, lost: LostFactors, caller: Remover
) -> None:
    """Take away one that is lost, and say why; the person is told, sessions end."""
    await lost.take_away(caller, person_id, asked.reason)
