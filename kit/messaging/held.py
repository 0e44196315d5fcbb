"""The keys whose records wait, and when the first of each is due, as a member knows."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from .envelope import Record

# What a member keeps in memory: beyond it, records wait in Kafka.
KEYS_MAX = 50_000


class Line(NamedTuple):
    """The records of one key in one partition: done in the order of the log."""

    topic: str
    partition: int
    key: bytes | None


class HeldLine(NamedTuple):
    """A line that waits: when its first record is due, and how many records it has."""

    line: Line
    due_at: datetime
    waiting: int


class TooManyHeld(Exception):
    """So many keys wait that no more are taken before some of them are done."""


class Held:
    """One entry for each key that waits, whatever the number of its records."""

    def __init__(self, lines: Iterable[HeldLine] = ()) -> None:
        self._lines = {one.line: one for one in lines}
        # Counted along, over all keys.
        self.waiting = sum(one.waiting for one in self._lines.values())

    def __len__(self) -> int:
        return len(self._lines)

    def has(self, line: Line) -> bool:
        return line in self._lines

    def hold(self, line: Line, *, until: datetime) -> None:
        """Add a record; the first of its line says until when all of it waits."""
        held = self._lines.get(line) or HeldLine(line, until, 0)
        self._lines[line] = held._replace(waiting=held.waiting + 1)
        self.waiting += 1

    def postpone(self, line: Line, *, until: datetime) -> None:
        held = self._lines.get(line) or HeldLine(line, until, 1)
        self._lines[line] = held._replace(due_at=until)

    def release(self, line: Line) -> None:
        """Take a record off; the line is free when none is left."""
        held = self._lines.get(line)
        if held is None:
            return
        self.waiting -= 1
        if held.waiting <= 1:
            del self._lines[line]
        else:
            self._lines[line] = held._replace(waiting=held.waiting - 1)

    def due(self, now: datetime, *, limit: int) -> list[Line]:
        """Return the lines whose first record may be tried, the longest due first."""
        found = [one for one in self._lines.values() if one.due_at <= now]
        return [one.line for one in sorted(found, key=_due)[:limit]]


def line_of(record: Record) -> Line:
    return Line(record.topic, record.partition, record.key)


def _due(held: HeldLine) -> datetime:
    return held.due_at
