"""Where a record goes that cannot take effect: a topic, with its origin and cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .bus import BusUnavailable
from .envelope import Headers, Outgoing, Record, instant
from .ports import Published

PREFIX = "dead_"
# Where a record was first told: kept when it is told again and fails again.
ORIGIN = frozenset(
    PREFIX + name for name in ("topic", "partition", "offset", "first_at")
)
# Marks a record that was parked and has taken effect since.
SETTLED = PREFIX + "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a record was parked. `detail` names fields and codes, never values."""

    reason: str
    detail: str
    attempts: int
    first_at: datetime
    last_at: datetime


class Parking(Protocol):
    """Where the reader puts what cannot take effect."""

    async def park(self, parked: Sequence[tuple[Record, Cause]]) -> None: ...

    async def settle(self, records: Sequence[Record]) -> None: ...


class Sender(Protocol):
    async def publish(self, records: Sequence[Outgoing]) -> Published: ...


class DeadLetters:
    """Parks records of one consumer group in `tn.dead.<group>`."""

    def __init__(self, sender: Sender, *, group: str, prefix: str = "") -> None:
        self._sender = sender
        self._group = group
        self._topic = dead_topic(group, prefix=prefix)
        self._replays = replay_topic(group, prefix=prefix)

    async def park(self, parked: Sequence[tuple[Record, Cause]]) -> None:
        """Write them down, all in one sending.

        Raises:
            BusUnavailable: not all are written; park them again later.
        """
        await self._send([self._outgoing(record, cause) for record, cause in parked])

    async def settle(self, records: Sequence[Record]) -> None:
        """Say of records once parked that they have taken effect after all.

        Raises:
            BusUnavailable: not all are told; tell them again later.
        """
        await self._send([self._settled(record) for record in records])

    async def _send(self, told: Sequence[Outgoing]) -> None:
        published = await self._sender.publish(told)
        if len(published.acknowledged) < len(told):
            raise BusUnavailable(self._topic)

    def _settled(self, record: Record) -> Outgoing:
        own = [one for one in record.headers if not one[0].startswith(PREFIX)]
        place = origin_of(
            topic=record.topic, partition=record.partition, offset=record.offset
        )
        marks = [(SETTLED, b"1"), (PREFIX + "group", self._group.encode())]
        return Outgoing(self._topic, record.key, record.value, [*own, *place, *marks])

    def _outgoing(self, record: Record, cause: Cause) -> Outgoing:
        """Say why; a record told again keeps the place where it was first told."""
        why = {
            "group": self._group,
            "reason": cause.reason,
            "detail": cause.detail[:2_000],
            "attempts": cause.attempts,
            "last_at": instant(cause.last_at),
        }
        own = [one for one in record.headers if not one[0].startswith(PREFIX)]
        headers = [*own, *self._origin(record, cause), *_encoded(why)]
        return Outgoing(self._topic, record.key, record.value, headers)

    def _origin(self, record: Record, cause: Cause) -> Headers:
        kept = [one for one in record.headers if one[0] in ORIGIN]
        if record.topic == self._replays and {one[0] for one in kept} == ORIGIN:
            return kept
        return origin_of(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            first_at=cause.first_at,
        )


def dead_topic(group: str, *, prefix: str = "") -> str:
    return f"{prefix}tn.dead.{group}"


def replay_topic(group: str, *, prefix: str = "") -> str:
    """Name the topic through which one group alone is told a fact again."""
    return f"{prefix}tn.replay.{group}"


def origin_of(
    *, topic: str, partition: int, offset: int, first_at: datetime | None = None
) -> Headers:
    """Return the headers that name the place where a record was first told."""
    told: dict[str, object] = {
        "topic": topic,
        "partition": partition,
        "offset": offset,
    }
    if first_at is not None:
        told["first_at"] = instant(first_at)
    return _encoded(told)


def _encoded(origin: Mapping[str, object]) -> Headers:
    return [(PREFIX + name, str(value).encode()) for name, value in origin.items()]
