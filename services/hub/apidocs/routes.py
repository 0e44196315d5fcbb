"""The whole HTTP interface as OpenAPI, at one address however the services run."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import JSONResponse

from kit.http import Router, provided

from .service import ApiReference

router = Router(include_in_schema=False)


@router.get("/openapi.json")
async def tell_openapi(
    request: Request, api: Annotated[ApiReference, Depends(provided(ApiReference))]
) -> JSONResponse:
    return JSONResponse(api.document(request.app.openapi()))
