"""Routes that a caller may ask twice: what changes anything takes a key."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Message, Scope

from schemas.addresses import API

from .idempotency import Asked, Idempotency, IdempotencyKeyTooLong
from .problems import wants_page

HEADER = "idempotency-key"
FIELD = "idempotency_key"
KEY_LENGTH_MAX = 200
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": KEY_LENGTH_MAX},
    "description": (
        "Drawn for this one change: asked again with it within 24 hours, the change "
        "happens once and is answered alike. Another body is refused (422); while the "
        "first is under way the answer is 409: ask again."
    ),
}

Endpoint = Callable[..., Any]
F = TypeVar("F", bound=Endpoint)


def keeps_no_trace(endpoint: F) -> F:
    """Mark a route whose body or answer must never be kept, not even sealed."""
    endpoint.__keeps_no_trace__ = True  # type: ignore[attr-defined] # a mark on a function
    return endpoint


class OnceRoute(APIRoute):
    """A change with an idempotency key (header, or hidden field) happens once."""

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        methods = options.get("methods") or ()
        self.takes_key = not (
            CHANGING.isdisjoint(methods) or hasattr(endpoint, "__keeps_no_trace__")
        )
        if self.takes_key:
            told = options.get("openapi_extra") or {}
            options["openapi_extra"] = {"parameters": [KEY], **told}
        super().__init__(path, endpoint, **options)

    def get_route_handler(
        self,
    ) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if not self.takes_key:
            return handle

        async def once(request: Request) -> Response:
            key = await _key(request)
            if not key:
                return await handle(request)
            if len(key) > KEY_LENGTH_MAX:
                raise IdempotencyKeyTooLong(limit=KEY_LENGTH_MAX)
            idempotency: Idempotency = request.state.platform.idempotency
            body = await request.body()
            asked = Asked(
                principal=request.state.caller.principal or _visitor(request),
                method=request.method,
                path=request.url.path,
                key=key,
                body=_without_boundary(request, body),
                waits=wants_page(request),
            )
            return await idempotency.once(asked, lambda: handle(_afresh(request, body)))

        return once


class Router(APIRouter):
    """Routes whose changes may be asked twice, passed over at once where none fits.

    A service has some thirty routers: to compare each of their patterns with each
    request took longer than many a request's own work.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=OnceRoute, **options)
        self._beginnings: tuple[str, ...] = ()
        self._counted = 0

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path, beginnings = scope["path"], self._all_beginnings()
        within = path.removeprefix(API)
        if path.startswith(beginnings) or within.startswith(beginnings):
            return super().matches(scope)
        return Match.NONE, {}

    def _all_beginnings(self) -> tuple[str, ...]:
        """Return what stands before the first parameter of each route."""
        if self._counted != len(self.routes):
            self._counted = len(self.routes)
            paths = {getattr(route, "path", "") for route in self.routes}
            self._beginnings = tuple({path.partition("{")[0] for path in paths})
        return self._beginnings


def _afresh(request: Request, body: bytes) -> Request:
    """Return the request as if nothing of it had been read."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


def _without_boundary(request: Request, body: bytes) -> bytes:
    """Leave out what a client draws anew each time it sends the same form."""
    _, _, told = request.headers.get("content-type", "").partition("boundary=")
    boundary = told.partition(";")[0].strip().strip('"')
    return body.replace(boundary.encode(), b"") if boundary else body


async def _key(request: Request) -> str | None:
    """Take a form's own key first: the header may be a gateway's."""
    told = request.headers.get(HEADER)
    if not request.headers.get("content-type", "").startswith(FORMS):
        return told
    # Kept by Starlette, so that the form and the hash both read it.
    body = await request.body()
    async with _afresh(request, body).form() as form:
        field = form.get(FIELD)
    return field if isinstance(field, str) else told


def _visitor(request: Request) -> str:
    """Name nobody in particular: two visitors with one random key are not expected."""
    return f"visitor:{request.client.host if request.client else ''}"
