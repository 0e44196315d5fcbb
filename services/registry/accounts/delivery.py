"""The cookies by which a browser signs in, keeps its session and is known again."""

from datetime import timedelta
from urllib.parse import urlencode

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from kit.cookies import Cookies
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
    def __init__(self, cookies: Cookies) -> None:
        self._cookies = cookies

    def put(self, response: Response, token: str) -> None:
        self._cookies.put(response, SESSION_COOKIE, token, length=LENGTH)

    def let_in(self, response: Response, signed_in: SignedIn) -> None:
        """Keep the session, and have the browser known when it comes back."""
        self.put(response, signed_in.token)
        self._cookies.put(response, DEVICE_COOKIE, signed_in.device, length=KNOWN_FOR)

    def go_on(self, opened: SignedIn | CodeAsked, to: str) -> Response:
        """Answer a form: on to where the person was going, or to what is left."""
        if isinstance(opened, CodeAsked):
            answer = RedirectResponse(f"{CODE_PAGE}?{urlencode({'next': to})}", 303)
            self._cookies.put(answer, STEP_COOKIE, opened.step, length=STEP_KEPT)
            return answer
        answer = RedirectResponse(FACTOR_PAGE if opened.lacks_factor else to, 303)
        self.let_in(answer, opened)
        self._cookies.drop(answer, STEP_COOKIE)
        return answer

    def drop(self, response: Response) -> None:
        """Have the browser forget the session, and every page that it keeps of it."""
        self._cookies.drop(response, SESSION_COOKIE)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'

    def device(self, request: Request) -> str:
        """Return by what the browser says it was let in before, empty if it was not."""
        return self._cookies.read(request.cookies, DEVICE_COOKIE)

    def step(self, request: Request) -> str:
        """Return what tells that the password was right, empty if nothing does."""
        return self._cookies.read(request.cookies, STEP_COOKIE)
