"""What a record says, and its structured form."""

import json
from datetime import datetime

from kit.messaging.envelope import Record
from services.hub.journal.models import CloudEvent, Entry

NEEDED = ("ce_id", "ce_type", "ce_source")


def entry(record: Record, *, prefix: str, at: datetime) -> Entry:
    """Read what can be read; a record that says nothing is kept all the same."""
    headers = tuple((name, _text(value) or "") for name, value in record.headers)
    found = dict(headers)
    topic = record.topic.removeprefix(prefix)
    data = _text(record.value)
    return Entry(
        id=f"{topic}/{record.partition}/{record.offset}",
        topic=topic,
        partition=record.partition,
        offset=record.offset,
        key=_text(record.key),
        type=found.get("ce_type"),
        event_id=found.get("ce_id"),
        at=_instant(found.get("ce_time")),
        headers=headers,
        data=data,
        is_event=all(found.get(name) for name in NEEDED)
        and _is_json(data)
        and all(_is_text(value) for _, value in record.headers),
        recorded_at=at,
    )


def cloud_event(kept: Entry) -> CloudEvent:
    """Return the structured form of what was told in the binary one."""
    attributes = {
        name.removeprefix("ce_"): value
        for name, value in kept.headers
        if name.startswith("ce_") or name == "traceparent"
    }
    data = json.loads(kept.data or "null")
    return CloudEvent.model_validate(attributes | {"data": data})


def _text(value: bytes | None) -> str | None:
    """Show bytes that are no text as such, in a way that a page can show."""
    return None if value is None else value.decode("utf-8", errors="backslashreplace")


def _is_text(value: bytes | None) -> bool:
    """Tell whether readers can take this header: else they all park the record."""
    try:
        (value or b"").decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_json(data: str | None) -> bool:
    try:
        return isinstance(json.loads(data or ""), dict)
    except (ValueError, RecursionError):
        return False


def _instant(told: str | None) -> datetime | None:
    try:
        read = datetime.fromisoformat(told or "")
    except ValueError:
        return None
    return read if read.tzinfo is not None else None
