"""What one relay hears of the bell, until it asks."""

import asyncio
import time
from collections.abc import Iterable

from kit.waiting import comes_within

from .ports import Rung, Waiting

# How often a relay looks for itself where there is a crowd, when it has found nothing.
LOOK_SECONDS = 0.02
# And how often it has all outboxes looked into, those that are no crowd included.
ALL_SECONDS = 0.4
# Of so many events, and of those that waited so long, only that they are there is kept.
BROUGHT_MAX = 20
FRESH_SECONDS = 0.5


class Ring:
    """Which outboxes changed since it was last asked, and what is new in them.

    What a new document has to tell comes with the bell, and needs no look. It is good
    for a moment only: whoever led meanwhile may have told it.
    """

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._heard: dict[str, list[Waiting] | None] | None = {}
        self._heard_at = 0.0
        self._crowds: dict[str, set[str]] = {}
        self._all_at = 0.0

    def ring(self, name: str | None = None, brought: Waiting | None = None) -> None:
        """Ring for one outbox, or for all of them."""
        if name is None:
            self._heard = None
        elif self._heard is not None:
            if not self._heard:
                self._heard_at = time.monotonic()
            self._heard[name] = _with(self._heard.get(name, []), brought)
        self._rung.set()

    def leave(self, stream: str, names: Iterable[str]) -> None:
        """Leave these outboxes to the relay: until it hears again, it looks itself."""
        self._crowds[stream] = set(names)
        self._rung.set()

    def hear(self, stream: str) -> None:
        self._crowds.pop(stream, None)
        self.ring()

    async def wait(self, seconds: float) -> Rung | None:
        """Return who rang; None, for all, when nobody did in a time that was waited."""
        if self._crowds:
            seconds = min(seconds, LOOK_SECONDS)
        has_rung = seconds <= 0 or await comes_within(self._rung, seconds)
        if not has_rung and not self._crowds:
            self._heard = None
        self._rung.clear()
        heard, self._heard = self._heard, {}
        if heard is None or (self._crowds and self._is_time_for_all()):
            self._all_at = time.monotonic()
            return None
        if time.monotonic() - self._heard_at > FRESH_SECONDS:
            heard = dict.fromkeys(heard)
        for names in self._crowds.values():
            heard |= dict.fromkeys(names)
        return heard

    def _is_time_for_all(self) -> bool:
        return time.monotonic() - self._all_at > ALL_SECONDS


def _with(
    so_far: list[Waiting] | None, brought: Waiting | None
) -> list[Waiting] | None:
    if so_far is None or brought is None:
        return None
    if any(one.document_id == brought.document_id for one in so_far):
        return None  # the stream was opened again, or it was removed and made anew
    together = [*so_far, brought]
    is_much = sum(len(one.entries) for one in together) > BROUGHT_MAX
    return None if is_much else together
