"""Whether a process lives, whether it can work, and what it has counted."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

router = APIRouter(include_in_schema=False)

UNAVAILABLE = 503


@router.get("/livez")
async def tell_life() -> JSONResponse:
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
async def tell_readiness(request: Request) -> JSONResponse:
    """Judge the roles that serve here; the other roles of the process are told too."""
    roles = request.state.judged
    look = await request.state.platform.health.look(*roles)
    told = {"status": look.status, "needs": look.needs}
    return JSONResponse(told, 200 if look.is_ready else UNAVAILABLE)


@router.get("/metrics")
async def tell_metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
