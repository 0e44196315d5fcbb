"""Cookies: of this host alone where its address is https, and read by no script."""

from collections.abc import Mapping
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.responses import Response

# A browser takes such a name only with `Secure`, for the whole host, from the host.
HOST_ONLY: Final = "__Host-"


class Cookies:
    """Sets and reads them by one rule.

    On https a session under the plain name is not even looked at: a neighbouring host
    of the same domain could have set it. Plain http is what loopback speaks.
    """

    def __init__(self, *, is_secure: bool) -> None:
        self.is_secure = is_secure

    def name(self, plain: str) -> str:
        """Say what it is called in the browser."""
        return f"{HOST_ONLY}{plain}" if self.is_secure else plain

    def put(
        self, response: Response, name: str, value: str, *, length: timedelta
    ) -> None:
        response.set_cookie(
            self.name(name),
            value,
            max_age=int(length.total_seconds()),
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.is_secure,
        )

    def drop(self, response: Response, name: str) -> None:
        response.delete_cookie(
            self.name(name),
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.is_secure,
        )

    def read(self, kept: Mapping[str, str], name: str) -> str:
        """Return the value among what the browser sent, empty if there is none."""
        return kept.get(self.name(name), "")

    def read_header(self, header: str, name: str) -> str | None:
        """Return the value out of a `Cookie` header, if it holds this one."""
        try:
            morsel = SimpleCookie(header).get(self.name(name))
        except CookieError:
            return None
        return None if morsel is None else morsel.value


def preference(kept: Mapping[str, str], name: str) -> str | None:
    """Return what somebody likes to see, by either name: it opens nothing."""
    return kept.get(f"{HOST_ONLY}{name}") or kept.get(name)
