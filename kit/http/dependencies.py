"""What a route asks for: a service, the caller, a scope, pages, texts, a version.

All of them are coroutines, though none waits: FastAPI would send each plain function to
a thread and back, which costs a request more than all else that the kit does.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeVar, cast

from fastapi import Depends, Header, Request

from kit.cookies import Cookies
from kit.errors import Invalid, NotFound, NotSignedIn, ServiceError
from kit.identity.callers import Caller
from kit.pages import Pages
from kit.scope import Scope
from kit.texts import N_, Texts

T = TypeVar("T")


class PreconditionRequired(ServiceError):
    status: ClassVar[int] = 428
    title: ClassVar[str] = N_("Dites quelle version vous avez lue")
    detail: ClassVar[str] = N_("Envoyez dans If-Match l’ETag que la lecture a donné.")


class InvalidEtag(Invalid):
    title: ClassVar[str] = N_("Cet ETag n’en est pas un")
    detail: ClassVar[str] = N_('Attendu : celui que la lecture a donné, comme "v3".')


def provided(kind: type[T]) -> Callable[[Request], Awaitable[T]]:
    """Depend on the one `kind` that wiring built for this application."""

    async def find(request: Request) -> T:
        return cast("T", request.state.services[kind])

    return find


def offered(kind: type[T]) -> Callable[[Request], Awaitable[T]]:
    """Depend on what wiring builds only when the settings ask for it.

    Raises:
        NotFound: they do not.
    """

    async def find(request: Request) -> T:
        found = request.state.services.get(kind)
        if found is None:
            raise NotFound
        return cast("T", found)

    return find


async def caller_now(request: Request) -> Caller:
    return _caller(request)


async def signed_in(request: Request) -> Caller:
    """Depend on a person with a session.

    Raises:
        NotSignedIn: nobody is signed in, or a machine.
    """
    caller = _caller(request)
    if caller.person_id is None:
        raise NotSignedIn
    return caller


@dataclass(frozen=True, slots=True)
class Asks:
    """A dependency that names the action it asks for: a test walks the routes by it."""

    action: str


class Allowed(Asks):
    async def __call__(self, request: Request) -> Caller:
        caller = _caller(request)
        caller.require(self.action)
        return caller


class Reaching(Asks):
    async def __call__(self, request: Request) -> Scope:
        return _caller(request).scope(self.action)


class Judged(Asks):
    async def __call__(self, request: Request) -> Caller:
        return await signed_in(request)


def allowed(action: str) -> Allowed:
    """Depend on a caller whom the table of rights allows this action."""
    return Allowed(action)


def ScopeFor(action: str) -> Reaching:  # noqa: N802 - reads as a noun
    """Depend on whose records the caller may touch by this action."""
    return Reaching(action)


def judged(action: str) -> Judged:
    """Depend on a person; the service's own documents say whether this one may."""
    return Judged(action)


async def pages_now(request: Request) -> Pages:
    return _pages(request)


async def cookies_now(request: Request) -> Cookies:
    return cast("Cookies", request.state.platform.cookies)


async def texts_now(request: Request) -> Texts:
    return _pages(request).texts(request)


async def if_match(
    if_match: Annotated[
        str | None, Header(description="The ETag that was read.")
    ] = None,
) -> int:
    """Return the version that the caller read.

    Raises:
        PreconditionRequired: the header is missing.
        InvalidEtag: it is not one of ours.
    """
    if if_match is None:
        raise PreconditionRequired
    version = if_match.strip().removeprefix("W/").strip('"').removeprefix("v")
    if not version.isdecimal() or len(version) > 9:  # noqa: PLR2004 - nine digits
        raise InvalidEtag
    return int(version)


def _caller(request: Request) -> Caller:
    return cast("Caller", request.state.caller)


def _pages(request: Request) -> Pages:
    return cast("Pages", request.state.platform.pages)


CallerNow = Annotated[Caller, Depends(caller_now)]
CookiesNow = Annotated[Cookies, Depends(cookies_now)]
PagesNow = Annotated[Pages, Depends(pages_now)]
TextsNow = Annotated[Texts, Depends(texts_now)]
IfMatch = Annotated[int, Depends(if_match)]
