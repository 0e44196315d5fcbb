"""CloudEvents 1.0 in binary mode: the value is the data, the attributes are headers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from schemas.base import Event

E = TypeVar("E", bound=Event)

Headers = Sequence[tuple[str, bytes | None]]

REPLAYED = "ce_replayed"
# Told again although it took effect; a dead letter's effect was never seen.
FROM_JOURNAL = b"journal"
CONTENT_TYPE = "content-type"
# Header, and field of the pending entry: absent when there is none.
OPTIONAL = (
    ("ce_correlationid", "correlation_id"),
    ("ce_causationid", "causation_id"),
    ("ce_actor", "actor"),
    ("ce_actingfor", "acting_for"),
    ("ce_centre", "tenant_id"),
    ("traceparent", "traceparent"),
)


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


class Outgoing(NamedTuple):
    """A record on its way to Kafka; `topic` carries the namespace already."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers


class Told(NamedTuple, Generic[E]):
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


class Unread(NamedTuple):
    """Why a record cannot be read: what is kept of the error.

    The error itself would keep its traceback, and so the whole batch until the next
    full collection: with one such record in a hundred, a third of a reader's time.
    """

    reason: str
    detail: str
    is_unknown: bool


class UnreadableRecord(Exception):
    """The record can never be read as it is; `reason` is a code, without its values."""

    is_unknown: ClassVar[bool] = False

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def cause(self) -> Unread:
        return Unread(self.reason, self.detail, self.is_unknown)


class UnknownType(UnreadableRecord):
    """No contract of this reader has this type: a later version may."""

    is_unknown: ClassVar[bool] = True

    def __init__(self, type_: str) -> None:
        super().__init__("unknown_type", type_)


def outgoing(entry: Mapping[str, Any], *, prefix: str, site: str = "") -> Outgoing:
    """Turn a pending entry into the record that tells it; `site` shows the schemas."""
    return Outgoing(
        prefix + entry["topic"],
        str(entry["key"]).encode(),
        str(entry["data"]).encode(),
        headers(entry, site=site),
    )


def all_outgoing(
    entries: Iterable[Mapping[str, Any]], *, prefix: str, site: str
) -> tuple[dict[int, Outgoing], list[int]]:
    """Make records by place, and tell the places of what can never be one."""
    records, broken = {}, []
    for place, entry in enumerate(entries):
        try:
            records[place] = outgoing(entry, prefix=prefix, site=site)
        except (KeyError, TypeError, AttributeError, ValueError):
            broken.append(place)
    return records, broken


def headers(
    entry: Mapping[str, Any], *, site: str = ""
) -> list[tuple[str, bytes | None]]:
    """Tell the attributes of an event; what a type says of itself is encoded once."""
    told: list[tuple[str, bytes | None]] = [
        *_constant(entry["type"], entry["source"], site),
        ("ce_id", str(entry["id"]).encode()),
        ("ce_subject", str(entry["key"]).encode()),
        ("ce_time", _instant(entry["at"])),
        ("ce_sequence", b"%d" % entry["sequence"]),
    ]
    for name, field in OPTIONAL:
        value = entry.get(field)
        if value is not None:
            told.append((name, str(value).encode()))
    return told


@lru_cache(maxsize=1_000)
def _constant(
    type_: str, source: str, site: str
) -> tuple[tuple[str, bytes | None], ...]:
    return (
        ("ce_specversion", b"1.0"),
        (CONTENT_TYPE, b"application/json"),
        ("ce_type", type_.encode()),
        ("ce_source", f"/{source}".encode()),
        ("ce_dataschema", schema_address(type_, site=site).encode()),
    )


@lru_cache(maxsize=1_000)
def _instant(at: datetime) -> bytes:
    """Encode a moment: what is told at once has the same."""
    return instant(at).encode()


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
