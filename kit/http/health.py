"""Whether a process lives, whether it can work, and what it has counted."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kit.mongo import MongoUnavailable

router = APIRouter(include_in_schema=False)


@router.get("/livez")
async def tell_life() -> JSONResponse:
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
async def tell_readiness(request: Request) -> JSONResponse:
    try:
        await request.state.platform.mongo.ping()
    except MongoUnavailable:
        return JSONResponse({"status": "waiting", "mongo": "absent"}, 503)
    return JSONResponse({"status": "ok"})


@router.get("/metrics")
async def tell_metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
