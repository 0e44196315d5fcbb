"""The cookie by which a browser keeps its session."""

from fastapi import Response

from kit.http.entrance import SESSION_COOKIE
from kit.identity.sessions import LENGTH


class SessionCookie:
    def __init__(self, *, is_secure: bool) -> None:
        self._is_secure = is_secure

    def put(self, response: Response, token: str) -> None:
        response.set_cookie(
            SESSION_COOKIE,
            token,
            max_age=int(LENGTH.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self._is_secure,
        )

    def drop(self, response: Response) -> None:
        response.delete_cookie(
            SESSION_COOKIE, httponly=True, samesite="lax", secure=self._is_secure
        )
