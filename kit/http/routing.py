"""Routes that a caller may ask twice: every POST takes an idempotency key."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from .idempotency import Idempotency, IdempotencyKeyTooLong

HEADER = "idempotency-key"
FIELD = "idempotency_key"
KEY_LENGTH_MAX = 200
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

F = TypeVar("F", bound=Callable[..., Any])


def keeps_no_trace(endpoint: F) -> F:
    """Mark a route whose body or answer must never be kept, not even as a hash."""
    endpoint.__keeps_no_trace__ = True  # type: ignore[attr-defined] # a mark on a function
    return endpoint


class OnceRoute(APIRoute):
    """A POST with an idempotency key (header, or hidden field) takes effect once."""

    def get_route_handler(
        self,
    ) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        is_post = "POST" in (self.methods or ())
        if not is_post or hasattr(self.endpoint, "__keeps_no_trace__"):
            return handle

        async def once(request: Request) -> Response:
            key = await _key(request)
            if not key:
                return await handle(request)
            if len(key) > KEY_LENGTH_MAX:
                raise IdempotencyKeyTooLong(limit=KEY_LENGTH_MAX)
            idempotency: Idempotency = request.state.platform.idempotency
            principal = request.state.caller.actor or _visitor(request)
            name = (principal, request.url.path, key)
            body = _without_boundary(request, await request.body())
            return await idempotency.once(name, body, lambda: handle(request))

        return once


def Router(**options: Any) -> APIRouter:  # noqa: N802 - stands for the class it builds
    """Build a router whose POSTs may be asked twice."""
    return APIRouter(route_class=OnceRoute, **options)


def _without_boundary(request: Request, body: bytes) -> bytes:
    """Leave out what a client draws anew each time it sends the same form."""
    _, _, told = request.headers.get("content-type", "").partition("boundary=")
    boundary = told.partition(";")[0].strip().strip('"')
    return body.replace(boundary.encode(), b"") if boundary else body


async def _key(request: Request) -> str | None:
    told = request.headers.get(HEADER)
    if told is not None:
        return told
    if not request.headers.get("content-type", "").startswith(FORMS):
        return None
    await (
        request.body()
    )  # kept by Starlette, so that the form and the hash both read it
    field = (await request.form()).get(FIELD)
    return field if isinstance(field, str) else None


def _visitor(request: Request) -> str:
    """Name nobody in particular: two visitors with one random key are not expected."""
    return f"visitor:{request.client.host if request.client else ''}"
