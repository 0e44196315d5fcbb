"""What a browser is told to refuse, and the forms that are refused from elsewhere."""

from collections.abc import Callable, Collection
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "font-src 'self'; manifest-src 'self'"
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_SECURE_ONLY: Final = "max-age=31536000; includeSubDomains"
_SAFE: Final = {"GET", "HEAD", "OPTIONS", "TRACE"}
_FOREIGN: Final = {"cross-site", "same-site"}


class SecurityHeaders:
    """Adds the headers to every answer; an answer that sets one itself keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope.get("scheme") == "https":
                    headers.setdefault("Strict-Transport-Security", _SECURE_ONLY)
            await send(message)

        await self._app(scope, receive, send_guarded)


class SameOriginForms:
    """Refuses what another site makes a browser send with the reader's session.

    `origins` are addresses, besides the one asked, under which this site is known.
    A call that carries a bearer key says itself who it is: no site can forge it.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        origins: Collection[str] = (),
        refuse: Callable[[Request], Response] | None = None,
    ) -> None:
        self._app = app
        self._origins = frozenset(origins)
        self._refuse = refuse or _plain_refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._is_foreign(scope):
            await self._app(scope, receive, send)
            return
        response = self._refuse(Request(scope, receive))
        await response(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        if scope["method"] in _SAFE:
            return False
        if headers.get("authorization", "").lower().startswith("bearer "):
            return False
        if headers.get("sec-fetch-site") in _FOREIGN:
            return True
        origin = headers.get("origin")
        return origin is not None and not self._is_ours(origin, headers)

    def _is_ours(self, origin: str, headers: Headers) -> bool:
        return origin in self._origins or urlsplit(origin).netloc == headers.get("host")


def _plain_refusal(_: Request) -> Response:
    return JSONResponse(
        {"type": "about:blank", "title": "Forbidden", "status": 403},
        status_code=403,
        media_type="application/problem+json",
    )
