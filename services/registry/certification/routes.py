"""Asking for the label: the HTTP API."""

from typing import Annotated

from fastapi import APIRouter, Depends

from kit.http import Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import RequestView
from .service import CertificationService

router: APIRouter = Router(prefix="/advisors", tags=["advisors"])

Certifications = Annotated[
    CertificationService, Depends(provided(CertificationService))
]
AnAdvisor = Annotated[Caller, Depends(allowed(Action.BE_ADVISOR))]


@router.post(
    "/me/certification",
    status_code=201,
    responses={409: {"description": "The present state, and what is missing"}},
)
async def request_certification(
    certifications: Certifications, caller: AnAdvisor
) -> RequestView:
    """Open a dossier before the resource-centres committee."""
    return await certifications.request(caller)
