"""The advisor's page about the label."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import PagesNow, Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .service import CertificationService

router: APIRouter = Router(include_in_schema=False)

Certifications = Annotated[
    CertificationService, Depends(provided(CertificationService))
]
AnAdvisor = Annotated[Caller, Depends(allowed(Action.BE_ADVISOR))]


@router.get("/certification")
async def show_certification(
    request: Request,
    pages: PagesNow,
    certifications: Certifications,
    caller: AnAdvisor,
    done: str | None = None,
) -> Response:
    standing = await certifications.standing(caller)
    return pages.render(
        request,
        "registry/certification/certification.html",
        standing=standing,
        done=done,
    )


@router.post("/certification")
async def request_certification(
    certifications: Certifications, caller: AnAdvisor
) -> Response:
    await certifications.request(caller)
    return RedirectResponse("/certification?done=requested", 303)
