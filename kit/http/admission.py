"""Who is let in: a bounded number at once, a short queue, and a quick clear refusal."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.cookies import preference
from kit.errors import ServiceError
from kit.identity.callers import NOBODY
from kit.metrics import TURNED_AWAY
from kit.pages import THEME_COOKIE, language_for
from kit.settings import HttpSettings
from kit.texts import N_

from .problems import on_service_error, wants_page

# Who asks these must learn how a crowded process is, above all then.
ALWAYS = frozenset({"/livez", "/readyz", "/metrics"})
RETRY_SECONDS = 2
LOOKS_MAX = 16
# Who does not wait for one answer before the next question gets a part of the places.
APART = 4
SENT = "http.request"
# What our own server tells of a request's peer, in ASGI's place for such things.
PEER = "maillage.peer"


class Overloaded(ServiceError):
    status: ClassVar[int] = 503
    title: ClassVar[str] = N_("Trop de monde à la fois")
    detail: ClassVar[str] = N_("Rien n’a été fait. Réessayez dans quelques secondes.")
    retry_after_seconds: int | None = RETRY_SECONDS


@dataclass
class Places:
    """So many work at once; some wait a moment for a place, in the order they came.

    `body_bytes` are those of bodies read and not yet answered, of all together.
    """

    limits: HttpSettings
    taken: int = 0
    body_bytes: int = 0
    _new: deque[asyncio.Future[bool]] = field(default_factory=deque)
    _back: deque[asyncio.Future[bool]] = field(default_factory=deque)

    async def enter(self) -> bool:
        """Take a place, or tell that none came free in time."""
        if self.taken < self.limits.requests_at_once:
            self.taken += 1
            return True
        if len(self._new) >= self.limits.requests_waiting:
            return False
        return await self._wait(self._new, self.limits.wait_seconds)

    async def enter_again(self) -> None:
        """Take a place before all that are new: this one was let in already."""
        if self.taken < self.limits.requests_at_once:
            self.taken += 1
            return
        await self._wait(self._back, None)

    def leave(self) -> None:
        """Hand the place to who has waited longest."""
        for queue in (self._back, self._new):
            while queue:
                first = queue.popleft()
                if not first.done():
                    first.set_result(True)
                    return
        self.taken -= 1

    async def _wait(
        self, queue: deque[asyncio.Future[bool]], seconds: float | None
    ) -> bool:
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        queue.append(turn)
        end = None if seconds is None else loop.call_later(seconds, _give_up, turn)
        try:
            has_place: bool = await turn
        except asyncio.CancelledError:
            if not turn.cancelled() and turn.result():
                self.leave()
            raise
        finally:
            if end is not None:
                end.cancel()
            # Whoever left meanwhile may have passed over it already.
            with suppress(ValueError):
                queue.remove(turn)
        return has_place


def _give_up(turn: asyncio.Future[bool]) -> None:
    if not turn.done():
        turn.set_result(False)


@dataclass
class Visit:
    """One request inside: who waits for its own client keeps nobody else out."""

    places: Places
    receive: Receive
    send: Send
    is_unread: Callable[[], bool]
    has_place: bool = True
    body_bytes: int = 0

    async def read(self) -> Message:
        """Give the place back for as long as the client takes to send."""
        if not self.has_place:
            return await self.receive()
        self.has_place = False
        self.places.leave()
        message = await self.receive()
        if message["type"] == SENT:
            self._count(len(message.get("body", b"")))
            await self.places.enter_again()
            self.has_place = True
        return message

    async def write(self, message: Message) -> None:
        """Give the place back for as long as the client leaves unread what was sent."""
        if not self.has_place or not self.is_unread():
            await self.send(message)
            return
        self.has_place = False
        self.places.leave()
        await self.send(message)
        await self.places.enter_again()
        self.has_place = True

    def end(self) -> None:
        self.places.body_bytes -= self.body_bytes
        if self.has_place:
            self.has_place = False
            self.places.leave()

    def _count(self, size: int) -> None:
        self.body_bytes += size
        self.places.body_bytes += size
        if self.places.body_bytes > self.places.limits.bodies_bytes_max:
            TURNED_AWAY.labels("bodies").inc()
            retry = {"Retry-After": str(RETRY_SECONDS)}
            raise HTTPException(Overloaded.status, headers=retry)


class Admission:
    """Refuses in front of all work: a refusal costs neither MongoDB nor a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._places: tuple[Places, Places] | None = None
        self._pages: dict[tuple[str, str], Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self._app(scope, receive, send)
            return
        places, aside = self._all(scope)
        if not _told(scope, "pipelines")():
            await self._visited(places, scope, receive, send)
        elif await aside.enter():
            try:
                await self._visited(places, scope, receive, send)
            finally:
                aside.leave()
        else:
            await self._refuse(scope, receive, send)

    async def _visited(
        self, places: Places, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if not await places.enter():
            await self._refuse(scope, receive, send)
            return
        visit = Visit(places, receive, send, _told(scope, "is_unread"))
        try:
            await self._app(scope, visit.read, visit.write)
        finally:
            visit.end()

    def _all(self, scope: Scope) -> tuple[Places, Places]:
        """Return all places, and those of them for who asks several things in a row."""
        if self._places is None:
            limits: HttpSettings = scope["state"]["platform"].settings.http
            few = {"requests_at_once": max(1, limits.requests_at_once // APART)}
            self._places = Places(limits), Places(limits.model_copy(update=few))
        return self._places

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        TURNED_AWAY.labels("places").inc()
        answer = await self._refusal(Request(scope, receive))
        await answer(scope, receive, send)

    async def _refusal(self, request: Request) -> Response:
        request.state.caller = NOBODY
        if not wants_page(request):
            return await on_service_error(request, Overloaded())
        theme = preference(request.cookies, THEME_COOKIE) or ""
        look = (language_for(request), theme)
        if look not in self._pages and len(self._pages) < LOOKS_MAX:
            self._pages[look] = await on_service_error(
                _anywhere(request, *look), Overloaded()
            )
        page = self._pages.get(look) or next(iter(self._pages.values()))
        return Response(page.body, page.status_code, headers=page.headers)


def _told(scope: Scope, name: str) -> Callable[[], bool]:
    """Return who knows this of the peer; another server knows nothing of it."""
    peer = scope.get("extensions", {}).get(PEER, {})
    told: Callable[[], bool] = peer.get(name, lambda: False)
    return told


def _anywhere(request: Request, language: str, theme: str) -> Request:
    """Ask for the one page of all who are refused: it names no address, no reader."""
    cookie = f"{THEME_COOKIE}={theme}".encode()
    return Request(
        {
            **request.scope,
            "path": "/",
            "query_string": b"",
            "headers": [(b"accept", b"text/html"), (b"cookie", cookie)],
            "state": {**request.scope["state"], "language": language},
        }
    )
