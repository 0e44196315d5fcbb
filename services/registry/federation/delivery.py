"""The cookie by which the browser that began a sign-in is known when it is back."""

from typing import Final

from fastapi import Request, Response
from pydantic import ValidationError

from kit.cookies import Cookies
from kit.errors import ServiceError
from kit.identity.tokens import Links

from .models import Flow
from .rules import FLOW_LENGTH

COOKIE: Final = "maillage_federation"
PURPOSE: Final = "federation"


class FlowCookie:
    """Signed, so that any process can believe it, and gone after one answer."""

    def __init__(self, links: Links, cookies: Cookies) -> None:
        self._links = links
        self._cookies = cookies

    def put(self, response: Response, flow: Flow) -> None:
        token = self._links.sign(PURPOSE, flow.model_dump())
        self._cookies.put(response, COOKIE, token, length=FLOW_LENGTH)

    def read(self, request: Request) -> Flow | None:
        token = self._cookies.read(request.cookies, COOKIE)
        try:
            told = self._links.read(PURPOSE, token, valid_for=FLOW_LENGTH)
            return Flow.model_validate(told)
        except (ServiceError, ValidationError):
            return None

    def drop(self, response: Response) -> None:
        self._cookies.drop(response, COOKIE)
