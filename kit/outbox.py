"""An event on its way out: how it waits in the document that it tells about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from kit.context import cause
from kit.errors import ServiceError
from kit.ids import new_id
from kit.mongo import Document, Index
from kit.texts import N_
from schemas.base import Event

EVENT_BYTES_MAX = 256 * 1024

# Where a relay puts, in each database, what Kafka will never take.
REFUSED = "outbox_refused"
WAITING = {"pending.0": {"$exists": True}}
PENDING = Index("pending.at", name="pending", partialFilterExpression=WAITING)


class EventTooLarge(ServiceError):
    """Refused when written: in Kafka it would block every event behind it."""

    status: ClassVar[int] = 413
    title: ClassVar[str] = N_("Ce changement est trop gros pour être annoncé")
    detail: ClassVar[str] = N_("Il pèse {size} octets, la limite est de {limit}.")


def pending(
    facts: Sequence[Event], *, after: int, at: datetime, source: str
) -> list[Document]:
    """Return the facts as they wait in the document, numbered from `after` + 1.

    Raises:
        EventTooLarge: one of them weighs more than 256 KiB.
    """
    return Stamp.of(at=at, source=source).pending(facts, after=after)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When, where and why: the same for all that is told at once."""

    at: datetime
    source: str
    why: Document

    @classmethod
    def of(cls, *, at: datetime, source: str) -> Self:
        """Stamp with the cause that is known now."""
        why = cause.get()
        if why is None:
            return cls(at, source, {})
        stamps = {
            "correlation_id": why.correlation_id,
            "causation_id": why.causation_id,
            "actor": why.actor,
            "tenant_id": why.tenant_id,
            "traceparent": why.traceparent,
            "acting_for": why.acting_for,
        }
        known = {name: stamp for name, stamp in stamps.items() if stamp is not None}
        return cls(at, source, known)

    def pending(self, facts: Sequence[Event], *, after: int) -> list[Document]:
        """Return facts as `pending` does; raises as it does."""
        return [
            self._entry(fact, number) for number, fact in enumerate(facts, after + 1)
        ]

    def _entry(self, fact: Event, sequence: int) -> Document:
        data = fact.model_dump_json()
        if len(data.encode()) > EVENT_BYTES_MAX:
            raise EventTooLarge(size=len(data.encode()), limit=EVENT_BYTES_MAX)
        event_id = new_id()
        entry: Document = {
            "id": event_id,
            "type": fact.type,
            "topic": fact.topic,
            "key": fact.key,
            "sequence": sequence,
            "at": self.at,
            "source": self.source,
            "data": data,
        }
        # What nothing set off begins a conversation of its own.
        return entry | (self.why or {"correlation_id": str(event_id)})
