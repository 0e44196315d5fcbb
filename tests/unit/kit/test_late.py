"""A peer that is late, and a process that is."""

import asyncio
from typing import cast

from uvicorn.protocols.http.flow_control import FlowControl

from kit.running.connections import Awaited, LimitedProtocol
from kit.settings import HttpSettings


class Late(LimitedProtocol):
    """A connection whose peer is late when it is said to be."""

    def __init__(self) -> None:
        self.limits, self.awaited = HttpSettings(), Awaited.HEAD
        self.since, self.cuts = 0.0, list[str]()
        self.transport = cast("asyncio.Transport", Unwritten())
        self.flow = FlowControl(self.transport)
        self._unread, self._unread_since = 0, 0.0

    def cut(self, why: str, told: bytes = b"") -> None:
        assert told
        self.cuts.append(why)


class Unwritten(asyncio.Transport):
    def get_write_buffer_size(self) -> int:
        return 0


class TestLooks:
    """This process may be late itself: one look that finds a peer late cuts nobody."""

    def test_the_second_look_in_a_row_cuts(self) -> None:
        late = Late()
        late.look(11.0)
        first = list(late.cuts)

        late.look(12.0)

        assert (first, late.cuts) == ([], ["head"])

    def test_a_look_in_between_that_finds_it_in_time_counts(self) -> None:
        late = Late()
        late.look(11.0)
        late.since = 11.5
        late.look(12.0)

        late.look(22.0)

        assert late.cuts == []
