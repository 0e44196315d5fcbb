"""Letters put where the filing would have put them, as many as a test needs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kit.ids import new_id
from kit.messaging.envelope import headers
from kit.storage import Aggregates
from schemas.base import Event
from services.hub.deadletters import facts
from services.hub.deadletters.models import DeadLetter
from tests.support.harness import Installation

from .network import published

READER = "notifications.webinars"
# No test parks as many records: what is parked again stands elsewhere in its topic.
FAR = 1_000_000


def letters_of(hub: Installation) -> Aggregates[DeadLetter]:
    return hub.platform.aggregates("hub", "dead_letters", DeadLetter, source="hub")


def letter(hub: Installation, *, offset: int = 0, **changes: Any) -> DeadLetter:
    """Return one that its reader would take today, parked when the code was wrong."""
    fact: Event = changes.pop("fact", None) or published()
    now = hub.platform.clock()
    first_at = changes.pop("first_at", now - timedelta(minutes=1))
    entry = {
        "id": new_id(),
        "type": fact.type,
        "key": fact.key,
        "source": "webinars",
        "at": first_at,
        "sequence": 1,
        "correlation_id": "test",
    }
    told = {
        "group": READER,
        "topic": fact.topic,
        "partition": 0,
        "offset": offset,
        "key": fact.key.encode(),
        "value": fact.model_dump_json().encode(),
        "headers": tuple(headers(entry)),
        "type": fact.type,
        "reason": "RuntimeError",
        "detail": "",
        "family": "exhausted",
        "attempts": 5,
        "first_at": first_at,
        "last_at": first_at,
        "filed_from": (f"tn.dead.{READER}/0/{FAR + offset}",),
    }
    return DeadLetter.model_validate({"id": new_id()} | told | changes)


async def set_aside(hub: Installation, letters: Sequence[DeadLetter]) -> None:
    told = [(one, [facts.parked(one)]) for one in letters]
    await letters_of(hub).add_many(told, at=hub.platform.clock())


def event_id(one: DeadLetter) -> str:
    return dict(one.headers)["ce_id"].decode()  # type: ignore[union-attr] # told above


def days_ago(hub: Installation, days: int) -> datetime:
    return hub.platform.clock() - timedelta(days=days)
