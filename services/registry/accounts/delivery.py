"""The cookies by which a browser keeps its session, and is known again."""

from datetime import timedelta

from fastapi import Response

from kit.http.entrance import SESSION_COOKIE
from kit.identity.sessions import LENGTH

from .models import SignedIn

DEVICE_COOKIE = "maillage_device"
KNOWN_FOR = timedelta(days=180)


class SessionCookie:
    def __init__(self, *, is_secure: bool) -> None:
        self._is_secure = is_secure

    def put(self, response: Response, token: str) -> None:
        self._put(response, SESSION_COOKIE, token, LENGTH)

    def let_in(self, response: Response, signed_in: SignedIn) -> None:
        """Keep the session, and have the browser known when it comes back."""
        self.put(response, signed_in.token)
        self._put(response, DEVICE_COOKIE, signed_in.device, KNOWN_FOR)

    def drop(self, response: Response) -> None:
        response.delete_cookie(
            SESSION_COOKIE, httponly=True, samesite="lax", secure=self._is_secure
        )

    def _put(
        self, response: Response, name: str, value: str, length: timedelta
    ) -> None:
        response.set_cookie(
            name,
            value,
            max_age=int(length.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self._is_secure,
        )
