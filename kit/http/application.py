"""The application factory: the same layers around one service or around all."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect

from kit.errors import ServiceError
from kit.mongo import MongoError
from kit.pages import SameOriginForms, SecurityHeaders, mount_static

from . import health, problems, surroundings
from .admission import Admission
from .contract import Application
from .entrance import Entrance

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[Mapping[str, object]]]

API = "/api/v1"
TOO_MANY: Final[dict[int | str, dict[str, Any]]] = {
    429: {"description": "Too many requests: RateLimit and Retry-After say when."}
}


def create_application(
    title: str,
    lifespan: Lifespan,
    *,
    api: Sequence[APIRouter],
    pages: Sequence[APIRouter] = (),
    origins: Sequence[str] = (),
) -> FastAPI:
    """Build it; `lifespan` yields the state `platform` and `services`."""
    app = Application(
        title=title,
        version="1",
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
        docs_url=None,
        redoc_url=None,
        # The hub serves the whole interface, whichever services run here.
        openapi_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False},
    )
    app.add_exception_handler(ServiceError, problems.on_service_error)
    app.add_exception_handler(RequestValidationError, problems.on_invalid)
    app.add_exception_handler(HTTPException, problems.on_http_error)
    app.add_exception_handler(Exception, problems.on_fault)
    app.add_exception_handler(MongoError, problems.on_mongo_error)
    app.add_exception_handler(ClientDisconnect, problems.on_gone)
    for router in api:
        app.include_router(router, prefix=API, responses=TOO_MANY)
    for router in (*pages, health.router, surroundings.router):
        app.include_router(router, include_in_schema=False)
    mount_static(app)
    app.add_middleware(SameOriginForms, origins=origins, refuse=problems.refuse_foreign)
    app.add_middleware(Entrance)
    app.add_middleware(GZipMiddleware, minimum_size=2_000, compresslevel=5)
    app.add_middleware(Admission)
    app.add_middleware(SecurityHeaders)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
