"""Undoing the link between an account and a provider's person: the HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from kit.http import Router, allowed, offered
from kit.identity.callers import Caller
from schemas.access import Action

from .service import FederationService

router: APIRouter = Router(prefix="/people", tags=["people"])

Federation = Annotated[FederationService, Depends(offered(FederationService))]
Administrator = Annotated[Caller, Depends(allowed(Action.OPEN_ACCOUNTS))]


@router.delete(
    "/{person_id}/identity",
    status_code=204,
    responses={404: {"description": "No link, or no provider here"}},
)
async def unlink_identity(
    person_id: UUID, _: Administrator, federation: Federation
) -> None:
    """Undo the link; the person can sign in by the provider again and make another."""
    await federation.unlink(person_id)
