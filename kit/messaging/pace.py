"""How a relay goes on: how much at a time, and how long it waits for company."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# From so many events in one turn on, so long until the next: a batch costs little more
# than an event.
GATHERED = ((96, 0.1), (32, 0.05), (4, 0.01))
# Fewer are gathered where one turn ends so soon after the pause of another began.
SOON_SECONDS, SOON_GATHERED_SECONDS = 0.015, 0.005


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a relay goes on.

    `batch` is how many documents a look finds at most. From `ahead` untrimmed events
    on, a look would find little else: their trim is waited for, or, where more than a
    batch has left, their documents are left out. After `idle_seconds` it looks though
    nobody rang.
    """

    batch: int = 1_000
    ahead: int = 100
    idle_seconds: float = 2.0


ORDINARY: Final = Pace()


class Gathering:
    """How long a relay waits for company for what comes next; where little comes, not.

    On two busy cores a few milliseconds cost the slowest less than the work they save.
    """

    def __init__(self, *, time: Callable[[], float]) -> None:
        self._time = time
        self._moved_at = float("-inf")

    def pause(self, moved: int) -> float:
        """Return the seconds to wait after a turn that moved so many events."""
        if not moved:
            return 0.0
        now = self._time()
        is_soon = now - self._moved_at < SOON_SECONDS
        self._moved_at = now
        fewest = SOON_GATHERED_SECONDS if is_soon else 0.0
        return next((pause for least, pause in GATHERED if moved >= least), fewest)
