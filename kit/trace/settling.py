"""Reads that come in a burst, as letters are typed: told as one, once they settle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from .models import Entry

# Whoever types pauses less; whoever reads what was found pauses longer.
QUIET: Final = timedelta(seconds=2)
# However long somebody types on, what they saw so far is told after this.
LONGEST: Final = timedelta(seconds=20)
PERSONS_MAX: Final = 500
ITS_OWN: Final = {"id", "at", "person_ids", "correlation_id"}


@dataclass(slots=True)
class Burst:
    """What one reader has met from one screen without a pause: every person once."""

    first_at: datetime
    last: Entry
    persons: set[UUID] = field(default_factory=set)

    def is_over(self, now: datetime) -> bool:
        has_settled = now - self.last.at >= QUIET or now - self.first_at >= LONGEST
        return has_settled or len(self.persons) >= PERSONS_MAX

    def entry(self) -> Entry:
        """Tell it as its last read, with everybody met since its first."""
        return self.last.model_copy(update={"person_ids": tuple(sorted(self.persons))})


class Settling:
    """The bursts that go on, by who reads from where."""

    def __init__(self) -> None:
        self._bursts: dict[tuple[object, ...], Burst] = {}

    def __bool__(self) -> bool:
        return bool(self._bursts)

    def add(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            key = tuple(entry.model_dump(exclude=ITS_OWN).values())
            burst = self._bursts.setdefault(key, Burst(entry.at, entry))
            burst.last = entry
            burst.persons.update(entry.person_ids)

    def settled(self, now: datetime) -> list[Entry]:
        """Take out what is over."""
        return list(self._take(now))

    def all(self) -> list[Entry]:
        """Take out everything, over or not."""
        return list(self._take(None))

    def _take(self, now: datetime | None) -> Iterator[Entry]:
        for key, burst in list(self._bursts.items()):
            if now is None or burst.is_over(now):
                del self._bursts[key]
                yield burst.entry()
