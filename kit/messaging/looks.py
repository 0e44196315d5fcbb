"""When a relay looks, and into which outboxes: those that rang, each now and then."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kit.metrics import PENDING_AGE

from .ports import Rung, Waiting

# How many are looked into in one turn though they did not ring: to look into all of
# them at once would keep waiting those that did.
ASIDE_MAX = 2
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


class Looks:
    """Whoever rings, the outbox that has gone longest without a look is next."""

    def __init__(
        self, names: Iterable[str], *, every_seconds: float, time: Callable[[], float]
    ) -> None:
        self._looked_at = dict.fromkeys(names, float("-inf"))
        self._every_seconds = every_seconds
        self._time = time

    def into(self, rung: Rung | None) -> dict[str, Sequence[Waiting] | None]:
        """Return what to drain: what was brought, None for a look; `rung` None: all."""
        now = self._time()
        if rung is None:
            rung = dict.fromkeys(self._looked_at)
        known = {name: rung[name] for name in self._looked_at if name in rung}
        late = [
            name
            for name, at in self._looked_at.items()
            if now - at > self._every_seconds and known.get(name, ()) is not None
        ]
        late.sort(key=self._looked_at.__getitem__)
        chosen = known | dict.fromkeys(late[:ASIDE_MAX])
        looked = [name for name, brought in chosen.items() if brought is None]
        self._looked_at |= dict.fromkeys(looked, now)
        return chosen


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


def tell_age(outbox: str, documents: Sequence[Waiting], now: datetime) -> None:
    """Tell how long the oldest has waited: documents come by their oldest event."""
    oldest = [entry.get("at") for one in documents[:1] for entry in one.entries[:1]]
    ages = [now - at for at in oldest if isinstance(at, datetime)]
    seconds = max((age.total_seconds() for age in ages), default=0.0)
    PENDING_AGE.labels(outbox).set(max(0.0, seconds))
