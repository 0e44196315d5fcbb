"""The page of health, for those who operate."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from kit.http import PagesNow, Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .service import HealthService

router = Router(include_in_schema=False)

Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]


@router.get("/sante")
async def show_health(
    request: Request,
    pages: PagesNow,
    health: Annotated[HealthService, Depends(provided(HealthService))],
    _: Operator,
) -> Response:
    return pages.render(request, "hub/health/health.html", health=await health.look())
