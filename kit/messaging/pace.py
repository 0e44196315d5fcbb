"""How a relay goes on: how much at a time, and how long it waits for company."""

from dataclasses import dataclass
from typing import Final

# From so many events in one turn on, so long until the next: a batch costs little more
# than an event.
GATHERED: Final = ((96, 0.1), (32, 0.05), (4, 0.01))


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


def pause_after(moved: int) -> float:
    """Return for how many seconds a turn that moved so many events waits for more."""
    return next((pause for least, pause in GATHERED if moved >= least), 0.0)
