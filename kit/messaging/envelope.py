"""CloudEvents 1.0 in binary mode: the value is the data, the attributes are headers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from schemas.base import Event

E = TypeVar("E", bound=Event)

Headers = Sequence[tuple[str, bytes | None]]

REPLAYED = "ce_replayed"
# Told again although it took effect; a dead letter's effect was never seen.
FROM_JOURNAL = b"journal"
CONTENT_TYPE = "content-type"


class Record(Protocol):
    """What Kafka hands over: nothing in it has been decoded or believed yet."""

    @property
    def topic(self) -> str: ...

    @property
    def partition(self) -> int: ...

    @property
    def offset(self) -> int: ...

    @property
    def key(self) -> bytes | None: ...

    @property
    def value(self) -> bytes | None: ...

    @property
    def headers(self) -> Headers: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record on its way to Kafka; `topic` carries the namespace already."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Generic[E]):
    """A fact, its place among all facts about the same thing, and why it happened."""

    fact: E
    id: UUID
    sequence: int
    at: datetime
    source: str
    correlation_id: str
    causation_id: str | None = None
    actor: str | None = None
    tenant_id: UUID | None = None
    is_replayed: bool = False
    is_from_journal: bool = False


class UnreadableRecord(Exception):
    """The record can never be read as it is; `reason` is a code, without its values."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class UnknownType(UnreadableRecord):
    """No contract of this reader has this type: a later version may."""

    def __init__(self, type_: str) -> None:
        super().__init__("unknown_type", type_)


def outgoing(entry: Mapping[str, Any], *, prefix: str, site: str = "") -> Outgoing:
    """Turn a pending entry into the record that tells it; `site` shows the schemas."""
    return Outgoing(
        topic=prefix + entry["topic"],
        key=str(entry["key"]).encode(),
        value=str(entry["data"]).encode(),
        headers=headers(entry, site=site),
    )


def headers(
    entry: Mapping[str, Any], *, site: str = ""
) -> list[tuple[str, bytes | None]]:
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": entry["id"],
        "ce_type": entry["type"],
        "ce_source": f"/{entry['source']}",
        "ce_subject": entry["key"],
        "ce_time": instant(entry["at"]),
        "ce_dataschema": schema_address(entry["type"], site=site),
        "ce_sequence": entry["sequence"],
        "ce_correlationid": entry.get("correlation_id"),
        "ce_causationid": entry.get("causation_id"),
        "ce_actor": entry.get("actor"),
        "ce_centre": entry.get("tenant_id"),
        "traceparent": entry.get("traceparent"),
        CONTENT_TYPE: "application/json",
    }
    return [
        (name, str(value).encode())
        for name, value in attributes.items()
        if value is not None
    ]


def schema_address(type_: str, *, site: str) -> str:
    """Return where the schema of a type is: absolute, as CloudEvents wants it."""
    return f"{site}/schemas/{type_}.json"


def text_headers(found: Headers) -> dict[str, str]:
    """Decode the headers of a record.

    Raises:
        UnreadableRecord: one is not UTF-8.
    """
    try:
        return {name: (value or b"").decode() for name, value in found}
    except UnicodeDecodeError as error:
        raise UnreadableRecord("header_not_utf8") from error


def instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
