"""Connections that end: who sends or reads too slowly is cut, and keeps nobody out.

The server of HTTP that we use waits for ever for a request's head and body and for its
answer to be read. A look each second at all connections costs less than timers.
"""

import asyncio
from collections.abc import Iterable
from enum import Enum, auto
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from kit.http.admission import PEER
from kit.metrics import TURNED_AWAY
from kit.settings import HttpSettings

CLOSED = b"content-length: 0\r\nconnection: close\r\n"
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\n" + CLOSED + b"\r\n"
HEAD_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\n" + CLOSED + b"\r\n"
CROWDED = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\n" + CLOSED + b"\r\n"


class Awaited(Enum):
    """What the peer owes: the head of a request, its body, or nothing."""

    HEAD = auto()
    BODY = auto()
    NOTHING = auto()


class LimitedProtocol(HttpToolsProtocol):
    """Knows what its peer owes since when, how much came, and how much is unread."""

    limits: HttpSettings
    _was_late = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the parent's
        super().connection_made(transport)
        self.awaited = Awaited.HEAD
        self._begin()
        self._unread, self._unread_since = 0, self.since
        self._has_pipelined = False
        if len(self.connections) > self.limits.connections_max:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        was = self.awaited
        self._came += len(data)
        super().data_received(data)
        if was is self.awaited is Awaited.NOTHING:
            # Noise between two requests has ended uvicorn's own wait.
            self.awaited = Awaited.HEAD
            self._begin()
        self._has_pipelined |= bool(self.pipeline)
        if len(self.pipeline) > self.limits.pipelined_max:
            # No browser and no gateway does so.
            self.cut("pipeline")
        is_head = self.awaited is Awaited.HEAD
        if is_head and self._came > self.limits.head_bytes_max:
            self.cut("head", HEAD_TOO_LARGE)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        # Typed as one of ASGI's own kinds of scope, which know no extension of ours.
        scope = cast("dict[str, Any]", self.scope)
        scope["extensions"] = {
            PEER: {"is_unread": self._is_held_up, "pipelines": self._pipelines}
        }
        self.awaited = Awaited.HEAD
        self._begin()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.awaited = Awaited.BODY
        self._begin()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self.awaited = Awaited.NOTHING

    @property
    def is_owed(self) -> bool:
        """Tell whether the peer, not this server, is to do something now."""
        if self.awaited is not Awaited.NOTHING:
            return True
        return not self._is_at_work

    def look(self, now: float) -> None:
        """Cut it if its peer is too slow."""
        if self._is_unread_too_long(now):
            self.cut("unread")
        elif self.flow.read_paused:
            # What was sent waits for us.
            self._begin()
        else:
            # This process may be late itself: what came is read before the next look.
            was_late, self._was_late = self._was_late, self._is_late(now)
            if was_late and self._was_late:
                self.cut(self.awaited.name.lower(), TOO_SLOW)

    def _is_late(self, now: float) -> bool:
        due = self.since + self.limits.patience_seconds
        if self.awaited is Awaited.BODY:
            due += self._came / self.limits.bytes_per_second_min
        return self.awaited is not Awaited.NOTHING and now > due

    def _is_unread_too_long(self, now: float) -> bool:
        unread = self.transport.get_write_buffer_size()
        enough = self.limits.patience_seconds * self.limits.bytes_per_second_min
        if not 0 < unread <= self._unread or unread <= self._unread - enough:
            self._unread, self._unread_since = unread, now
        return now - self._unread_since > self.limits.patience_seconds

    def _is_held_up(self) -> bool:
        return self.flow.write_paused

    def _pipelines(self) -> bool:
        return self._has_pipelined

    def _begin(self) -> None:
        self.since = self.loop.time()
        self._came = 0
        self._was_late = False

    def cut(self, why: str, told: bytes = b"") -> None:
        """End the connection, and say why where no answer is under way."""
        TURNED_AWAY.labels(why).inc()
        if not told or not self._may_tell():
            self.transport.abort()
            return
        self.transport.write(told)
        self.transport.close()

    def _may_tell(self) -> bool:
        if self.transport.is_closing() or self.pipeline:
            return False
        is_unheard = self.awaited is Awaited.BODY and not self.cycle.response_started
        return is_unheard or not self._is_at_work

    @property
    def _is_at_work(self) -> bool:
        # uvicorn's own annotation forgets that there is none before the first request.
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is not None and not cycle.response_complete

    def _make_room(self) -> None:
        """Cut who owes for longest; if nobody owes anything, refuse this one."""
        others = cast("set[LimitedProtocol]", self.connections) - {self}
        owing = [one for one in others if one.is_owed]
        if not owing:
            self.cut("connections", CROWDED)
            return
        min(owing, key=lambda one: one.since).cut("connections")


def limited(limits: HttpSettings) -> type[LimitedProtocol]:
    """Return the protocol of one server; uvicorn builds one for each connection."""
    return type("Limited", (LimitedProtocol,), {"limits": limits})


def look_at(connections: Iterable[Any], now: float) -> None:
    """Look at each connection; those that are cut leave the set meanwhile."""
    for one in tuple(connections):
        if isinstance(one, LimitedProtocol):
            one.look(now)
