"""What a relay stands between: outboxes and a bell on one side, a bus on the other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from .envelope import Outgoing


class Waiting(NamedTuple):
    """Events that wait in one document, oldest first."""

    document_id: Any
    entries: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Published:
    """Which records the bus has for good, and which it will never take."""

    acknowledged: frozenset[int]
    refused: frozenset[int] = frozenset()


class Bus(Protocol):
    async def publish(self, records: Sequence[Outgoing]) -> Published: ...


class Outbox(Protocol):
    """Where events wait: one for each collection of aggregates."""

    name: str

    async def waiting(self, limit: int, *, but: Collection[Any] = ()) -> list[Waiting]:
        """Return the oldest, without the documents whose ids are in `but`."""

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None: ...

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None: ...


# By outbox, all that is new in it; None where only a look can tell.
Rung = Mapping[str, Sequence[Waiting] | None]


class Bell(Protocol):
    """Rings when something may wait; missing a ring costs time, never an event."""

    async def wait(self, seconds: float) -> Rung | None:
        """Return the outboxes that rang; None stands for all."""
