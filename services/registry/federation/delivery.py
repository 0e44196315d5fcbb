"""The cookie by which the browser that began a sign-in is known when it is back."""

from typing import Final

from fastapi import Request, Response
from pydantic import ValidationError

from kit.errors import ServiceError
from kit.identity.tokens import Links

from .models import Flow
from .rules import FLOW_LENGTH

COOKIE: Final = "maillage_federation"
PATH: Final = "/connexion/federee"
PURPOSE: Final = "federation"


class FlowCookie:
    """Signed, so that any process can believe it, and gone after one answer."""

    def __init__(self, links: Links, *, is_secure: bool) -> None:
        self._links = links
        self._is_secure = is_secure

    def put(self, response: Response, flow: Flow) -> None:
        response.set_cookie(
            COOKIE,
            self._links.sign(PURPOSE, flow.model_dump()),
            max_age=int(FLOW_LENGTH.total_seconds()),
            path=PATH,
            httponly=True,
            samesite="lax",  # the browser comes back from elsewhere, by a link
            secure=self._is_secure,
        )

    def read(self, request: Request) -> Flow | None:
        token = request.cookies.get(COOKIE, "")
        try:
            told = self._links.read(PURPOSE, token, valid_for=FLOW_LENGTH)
            return Flow.model_validate(told)
        except (ServiceError, ValidationError):
            return None

    def drop(self, response: Response) -> None:
        response.delete_cookie(
            COOKIE, path=PATH, httponly=True, samesite="lax", secure=self._is_secure
        )
