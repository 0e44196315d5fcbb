"""Whether what waits has waited for too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, since when the oldest does, and how long it may."""

    count: int
    oldest_at: datetime | None
    limit: timedelta

    def is_overdue(self, at: datetime) -> bool:
        return self.oldest_at is not None and at - self.oldest_at >= self.limit
