"""Erasures over HTTP: one's own, and the administration's."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from kit.http import Page, Router, allowed, provided, signed_in
from kit.identity.callers import Caller
from schemas.access import Action

from .models import ErasureView, NewErasure
from .service import ErasureService

own: APIRouter = Router(prefix="/account/erasure", tags=["account"])
erasures: APIRouter = Router(prefix="/erasures", tags=["erasures"])

Erasures = Annotated[ErasureService, Depends(provided(ErasureService))]
Person = Annotated[Caller, Depends(signed_in)]
Administrator = Annotated[Caller, Depends(allowed(Action.ERASE_PEOPLE))]


@own.get("", responses={404: {"description": "Never asked for"}})
async def get_own_erasure(service: Erasures, caller: Person) -> ErasureView:
    return ErasureView.of(await service.get_own(caller))


@own.post(
    "",
    status_code=202,
    responses={409: {"description": "The last administrator, or done already"}},
)
async def ask_own_erasure(service: Erasures, caller: Person) -> ErasureView:
    """Have oneself erased in seven days, until when it can be withdrawn."""
    return ErasureView.of(await service.ask_own(caller))


@own.delete(
    "",
    status_code=204,
    responses={
        404: {"description": "Never asked for"},
        409: {"description": "Nothing waits"},
    },
)
async def withdraw_own_erasure(service: Erasures, caller: Person) -> Response:
    await service.withdraw(caller)
    return Response(status_code=204)


@erasures.get("")
async def list_erasures(service: Erasures, _: Administrator) -> Page[ErasureView]:
    """List the erasures, the latest first."""
    return Page(items=[ErasureView.of(one) for one in await service.latest()])


@erasures.post(
    "",
    status_code=202,
    responses={
        404: {"description": "Nobody has this id"},
        409: {"description": "The last administrator, or done already"},
    },
)
async def erase_person(
    wanted: NewErasure, service: Erasures, caller: Administrator
) -> ErasureView:
    """Erase somebody now; the proof is complete when every service has confirmed."""
    return ErasureView.of(await service.erase(wanted.person_id, by=caller.person_id))


@erasures.get("/{person_id}", responses={404: {"description": "Never asked for"}})
async def get_erasure(
    person_id: UUID, service: Erasures, _: Administrator
) -> ErasureView:
    return ErasureView.of(await service.get(person_id))
