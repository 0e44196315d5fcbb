"""The page of the HTTP interface."""

from typing import Annotated, Final

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from kit.errors import NotFound
from kit.http import PagesNow, Router, provided

from .service import ApiReference

router = Router(include_in_schema=False)

SHAPES: Final = "formes"
Part = Annotated[str | None, Query(alias="partie", max_length=60)]


@router.get("/api/docs")
async def show_api(
    request: Request,
    pages: PagesNow,
    api: Annotated[ApiReference, Depends(provided(ApiReference))],
    part: Part = None,
) -> Response:
    """Show what there is, or one part of it whole: all at once weighs too much."""
    reference = api.get(request.app.openapi())
    if part not in {None, SHAPES, *reference.groups}:
        raise NotFound
    return pages.render(
        request,
        "hub/apidocs/api.html",
        reference=reference,
        part=part,
        shapes_part=SHAPES,
    )
