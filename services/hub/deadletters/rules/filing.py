"""From a record of a dead-letter topic to a letter, and back to the first record."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from kit.ids import id_of
from kit.messaging.deadletters import PREFIX, SETTLED, origin_of, replay_topic
from kit.messaging.envelope import (
    FROM_JOURNAL,
    REPLAYED,
    Headers,
    Outgoing,
    Record,
)
from services.hub.deadletters.models import DeadLetter, Family

REPLAY_OF = "ce_replayof"
REMEMBERED = 50
DEAD = "tn.dead."


def letter(record: Record, *, prefix: str, at: datetime) -> DeadLetter:
    """Read a parked record; what its origin does not say is taken from its place."""
    topic = record.topic.removeprefix(prefix)
    origin = _texts(record.headers, prefix=PREFIX)
    group = origin.get("group", topic.removeprefix(DEAD))
    first = origin.get("topic", topic).removeprefix(prefix)
    partition = _number(origin.get("partition"), record.partition)
    offset = _number(origin.get("offset"), record.offset)
    told = _texts(record.headers)
    reason = origin.get("reason", "unknown")
    return DeadLetter(
        id=_replay_of(told) or id_of("dead_letter", group, first, partition, offset),
        group=group,
        topic=first,
        partition=partition,
        offset=offset,
        key=record.key,
        value=record.value,
        headers=_own(record.headers),
        type=told.get("ce_type"),
        reason=reason,
        detail=origin.get("detail", ""),
        family=family(reason),
        attempts=_number(origin.get("attempts"), 1),
        first_at=_instant(origin.get("first_at"), at),
        last_at=_instant(origin.get("last_at"), at),
        filed_from=(f"{topic}/{record.partition}/{record.offset}",),
    )


def is_settled(record: Record) -> bool:
    """Tell whether the record says that it took effect after it was parked."""
    return any(name == SETTLED for name, _ in record.headers)


def settled(before: DeadLetter, *, at: datetime) -> DeadLetter | None:
    """Return the letter that waits no more; None when it did not wait."""
    if before.state != "waiting":
        return None
    changes = {"state": "replayed", "replayed_at": at, "closed_at": at}
    return before.model_copy(update=changes)


def filed_again(before: DeadLetter, again: DeadLetter) -> DeadLetter | None:
    """Return the letter that failed once more; None when this record is filed."""
    if again.filed_from[0] in before.filed_from:
        return None
    return before.model_copy(
        update={
            "reason": again.reason,
            "detail": again.detail,
            "family": again.family,
            "attempts": before.attempts + again.attempts,
            "last_at": again.last_at,
            "filed_from": (*before.filed_from, *again.filed_from)[-REMEMBERED:],
            "state": "waiting",
            "closed_at": None,
        }
    )


def replay(dead: DeadLetter, *, prefix: str) -> Outgoing:
    """Return the record as first told, for its one reader, marked as replayed.

    It says where it came from, so that it keeps that when it fails again. What a replay
    of the journal told stays what it is: it had its effect when it was first told.
    """
    origin = origin_of(
        topic=prefix + dead.topic,
        partition=dead.partition,
        offset=dead.offset,
        first_at=dead.first_at,
    )
    marks: Headers = [
        *([] if (REPLAYED, FROM_JOURNAL) in dead.headers else [(REPLAYED, b"1")]),
        (REPLAY_OF, str(dead.id).encode()),
        *origin,
    ]
    return Outgoing(
        topic=replay_topic(dead.group, prefix=prefix),
        key=dead.key,
        value=dead.value,
        headers=[*dead.headers, *marks],
    )


def family(reason: str) -> Family:
    """Sort a cause: what can never be read as it is, and what was tried in vain."""
    if reason == "bad_schema":
        return "schema"
    if reason == "unknown_type":
        return "unknown"
    is_unreadable = reason in ("bad_json", "no_data") or reason.startswith("header_")
    return "unreadable" if is_unreadable else "exhausted"


def _own(headers: Headers) -> tuple[tuple[str, bytes | None], ...]:
    """Keep what the producer wrote, without our own marks."""
    return tuple(
        (name, value)
        for name, value in headers
        if not name.startswith(PREFIX)
        and name != REPLAY_OF
        and (name != REPLAYED or value == FROM_JOURNAL)
    )


def _texts(headers: Headers, *, prefix: str = "") -> Mapping[str, str]:
    return {
        name.removeprefix(prefix): (value or b"").decode("utf-8", "backslashreplace")
        for name, value in headers
        if name.startswith(prefix)
    }


def _replay_of(told: Mapping[str, str]) -> UUID | None:
    try:
        return UUID(told[REPLAY_OF])
    except (KeyError, ValueError):
        return None


def _number(told: str | None, otherwise: int) -> int:
    return int(told) if told is not None and told.isdecimal() else otherwise


def _instant(told: str | None, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(told or "")
    except ValueError:
        return otherwise
