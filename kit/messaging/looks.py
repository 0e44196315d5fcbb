"""Which outboxes a relay looks into: those that rang, and each once in a while."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from kit.metrics import PENDING_AGE

from .ports import Rung, Waiting

# How many are looked into in one turn though they did not ring: to look into all of
# them at once would keep waiting those that did.
ASIDE_MAX = 2


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


def tell_age(outbox: str, documents: Sequence[Waiting], now: datetime) -> None:
    """Tell how long the oldest has waited: documents come by their oldest event."""
    oldest = [entry.get("at") for one in documents[:1] for entry in one.entries[:1]]
    ages = [now - at for at in oldest if isinstance(at, datetime)]
    seconds = max((age.total_seconds() for age in ages), default=0.0)
    PENDING_AGE.labels(outbox).set(max(0.0, seconds))
