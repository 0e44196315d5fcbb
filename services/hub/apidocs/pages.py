"""The page of the HTTP interface."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from kit.http import PagesNow, Router, provided

from .service import ApiReference

router = Router(include_in_schema=False)


@router.get("/api/docs")
async def show_api(
    request: Request,
    pages: PagesNow,
    api: Annotated[ApiReference, Depends(provided(ApiReference))],
) -> Response:
    return pages.render(
        request, "hub/apidocs/api.html", reference=api.get(request.app.openapi())
    )
