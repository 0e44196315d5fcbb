"""Where a record goes that cannot take effect: a topic, with its origin and cause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .envelope import Headers, Outgoing, Record, instant

PREFIX = "dead_"


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

    async def park(self, record: Record, cause: Cause) -> None: ...


class Sender(Protocol):
    async def publish_or_raise(self, record: Outgoing) -> None: ...


class DeadLetters:
    """Parks records of one consumer group in `tn.dead.<group>`."""

    def __init__(self, sender: Sender, *, group: str, prefix: str = "") -> None:
        self._sender = sender
        self._group = group
        self._topic = dead_topic(group, prefix=prefix)

    async def park(self, record: Record, cause: Cause) -> None:
        """Write it down.

        Raises:
            BusUnavailable: nothing was written; park it again later.
        """
        origin = {
            "group": self._group,
            "topic": record.topic,
            "partition": record.partition,
            "offset": record.offset,
            "reason": cause.reason,
            "detail": cause.detail[:2_000],
            "attempts": cause.attempts,
            "first_at": instant(cause.first_at),
            "last_at": instant(cause.last_at),
        }
        await self._sender.publish_or_raise(
            Outgoing(
                self._topic,
                record.key,
                record.value,
                [*record.headers, *_encoded(origin)],
            )
        )


def dead_topic(group: str, *, prefix: str = "") -> str:
    return f"{prefix}tn.dead.{group}"


def replay_topic(group: str, *, prefix: str = "") -> str:
    """Name the topic through which one group alone is told a fact again."""
    return f"{prefix}tn.replay.{group}"


def _encoded(origin: Mapping[str, object]) -> Headers:
    return [(PREFIX + name, str(value).encode()) for name, value in origin.items()]
