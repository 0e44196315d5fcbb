"""The registrations' HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from kit.http import Page, Router, provided, signed_in
from kit.identity.callers import Caller

from .models import RegistrationView
from .service import RegistrationService

router = Router(tags=["registrations"])

Registrations = Annotated[RegistrationService, Depends(provided(RegistrationService))]
Person = Annotated[Caller, Depends(signed_in)]


@router.post(
    "/webinars/{webinar_id}/registrations",
    status_code=201,
    responses={
        403: {"description": "Reserved to active advisors."},
        404: {"description": "No such public webinar."},
        409: {"description": "It is full, has begun, or is cancelled."},
    },
)
async def register_for_webinar(
    webinar_id: UUID, registrations: Registrations, caller: Person
) -> RegistrationView:
    """Take a seat; asking again gives the same one."""
    held = await registrations.register(webinar_id, caller.person)
    return RegistrationView.model_validate(held)


@router.get("/registrations")
async def list_registrations(
    registrations: Registrations, caller: Person
) -> Page[RegistrationView]:
    """List the seats that the caller holds, the soonest first."""
    held = await registrations.list_of(caller.person)
    return Page(items=[RegistrationView.model_validate(one) for one in held])


@router.delete(
    "/registrations/{registration_id}",
    responses={
        404: {"description": "No such registration, or another person's."},
        409: {"description": "The webinar has begun."},
    },
)
async def cancel_registration(
    registration_id: UUID, registrations: Registrations, caller: Person
) -> RegistrationView:
    """Give the seat back; doing it again changes nothing."""
    freed = await registrations.cancel(registration_id, caller.person)
    return RegistrationView.model_validate(freed)
