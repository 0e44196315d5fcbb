"""Records as a relay would put them in the log: good ones, and five kinds of poison."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kit.ids import id_of
from kit.messaging.envelope import Outgoing, outgoing
from schemas.base import Event

PER_KEY: Final = 4
FAILS: Final = "fails"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about an aggregate, and its number among those about the same."""

    event: Event
    sequence: int


def record(fact: Fact, *, prefix: str, at: datetime, source: str) -> Outgoing:
    """Write a fact as the relay does, under an id that is the same in every run."""
    event = fact.event
    id_ = id_of(event.type, event.key, fact.sequence)
    entry = {
        "id": id_,
        "type": event.type,
        "topic": event.topic,
        "key": event.key,
        "sequence": fact.sequence,
        "at": at,
        "source": source,
        "data": event.model_dump_json(),
        "correlation_id": str(id_),
    }
    return outgoing(entry, prefix=prefix)


def event_id(told: Outgoing) -> UUID:
    found = dict(told.headers)
    return UUID((found["ce_id"] or b"").decode())


def with_headers(told: Outgoing, **headers: bytes) -> Outgoing:
    kept = [one for one in told.headers if one[0] not in headers]
    return told._replace(headers=[*kept, *headers.items()])


def bad_json(told: Outgoing) -> Outgoing:
    return told._replace(value=(told.value or b"")[:-2])


def bad_schema(told: Outgoing) -> Outgoing:
    data = json.loads(told.value or b"{}")
    return told._replace(value=json.dumps(data | {"count": "many"}).encode())


def unknown_type(told: Outgoing) -> Outgoing:
    return with_headers(told, ce_type=b"fr.transition-numerique.tests.thing.melted.v3")


def header_not_utf8(told: Outgoing) -> Outgoing:
    return with_headers(told, odd=b"\xff\xfe")


def failing(told: Outgoing) -> Outgoing:
    """Readable, but its effect fails as often as it is tried."""
    data = json.loads(told.value or b"{}")
    return told._replace(value=json.dumps(data | {"name": FAILS}).encode())


Poison = Callable[[Outgoing], Outgoing]
# By the cause that must be found on the dead letter.
UNREADABLE: Final[Mapping[str, Poison]] = {
    "bad_json": bad_json,
    "bad_schema": bad_schema,
    "unknown_type": unknown_type,
    "header_not_utf8": header_not_utf8,
}
FAILING: Final[Mapping[str, Poison]] = {"ValueError": failing}


def poisoned(
    records: Sequence[Outgoing], poison: Poison, *, chance: random.Random
) -> tuple[list[Outgoing], set[int]]:
    """Spoil one in a hundred; return the places of those spoilt."""
    places = set(chance.sample(range(len(records)), len(records) // 100))
    return [
        poison(one) if place in places else one for place, one in enumerate(records)
    ], places
