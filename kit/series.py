"""Many new aggregates that are alike: what they have in common is made once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from kit.aggregates import stored
from kit.mongo import Document, encoded
from kit.outbox import Stamp
from schemas.base import Event, Stored

A = TypeVar("A", bound=Stored)


class One(NamedTuple):
    """What one of them has of its own: `fields` as they are stored, and its facts."""

    id: UUID
    fields: Mapping[str, Any]
    facts: Sequence[Event] = ()


class Series(NamedTuple, Generic[A]):
    """Aggregates like `like`, whose own id and fields stand for none of them."""

    like: A
    each: Iterable[One]

    def documents(self, *, at: datetime, source: str) -> Iterator[Document]:
        same, stamp = encoded(stored(self.like)), Stamp.of(at=at, source=source)
        for id_, fields, facts in self.each:
            waiting = stamp.pending(facts, after=0) if facts else []
            own = {"_id": id_, "sequence": len(facts), "pending": waiting}
            yield {**same, **fields, **own}
