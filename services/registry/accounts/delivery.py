"""The cookies by which a browser signs in, keeps its session and is known again."""

from datetime import timedelta
from urllib.parse import urlencode

from fastapi import Response
from starlette.responses import RedirectResponse

from kit.http.entrance import SESSION_COOKIE
from kit.identity.sessions import LENGTH

from .models import CodeAsked, SignedIn

DEVICE_COOKIE = "maillage_device"
KNOWN_FOR = timedelta(days=180)
STEP_COOKIE = "maillage_step"
STEP_KEPT = timedelta(minutes=10)
CODE_PAGE = "/connexion/code"
FACTOR_PAGE = "/compte/second-facteur"


class SessionCookie:
    def __init__(self, *, is_secure: bool) -> None:
        self._is_secure = is_secure

    def put(self, response: Response, token: str) -> None:
        self._put(response, SESSION_COOKIE, token, LENGTH)

    def let_in(self, response: Response, signed_in: SignedIn) -> None:
        """Keep the session, and have the browser known when it comes back."""
        self.put(response, signed_in.token)
        self._put(response, DEVICE_COOKIE, signed_in.device, KNOWN_FOR)

    def go_on(self, opened: SignedIn | CodeAsked, to: str) -> Response:
        """Answer a form: on to where the person was going, or to what is left."""
        if isinstance(opened, CodeAsked):
            answer = RedirectResponse(f"{CODE_PAGE}?{urlencode({'next': to})}", 303)
            self._put(answer, STEP_COOKIE, opened.step, STEP_KEPT)
            return answer
        answer = RedirectResponse(FACTOR_PAGE if opened.lacks_factor else to, 303)
        self.let_in(answer, opened)
        self._take_back(answer, STEP_COOKIE)
        return answer

    def drop(self, response: Response) -> None:
        self._take_back(response, SESSION_COOKIE)

    def _take_back(self, response: Response, name: str) -> None:
        response.delete_cookie(
            name, httponly=True, samesite="lax", secure=self._is_secure
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
