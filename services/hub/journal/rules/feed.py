"""What the feed gives, and how far its reader has come."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from kit.http.pagination import InvalidCursor, decode_cursor, encode_cursor
from schemas.events import TOPICS
from services.hub.journal.models import Entry, Vector

TOPIC_PREFIX = "tn."
OFFSET_MAX = 2**63 - 1
PARTITIONS_MAX = 1_000
EARLIEST = datetime.min.replace(tzinfo=UTC)


def merged(lines: Iterable[Sequence[Entry]], *, limit: int) -> list[Entry]:
    """Take from the heads of several partitions, the earliest first.

    Only heads are compared, so that each partition keeps its own order whatever its
    clocks said, and what is taken of it has no hole.
    """
    ordered = heapq.merge(*lines, key=lambda one: one.at or EARLIEST)
    return [one for _, one in zip(range(limit), ordered, strict=False)]


def advanced(
    before: Vector,
    *,
    ends: Mapping[tuple[str, int], int],
    found: Mapping[tuple[str, int], int],
    given: Sequence[Entry],
) -> Vector:
    """Return how far a reader has come after these entries.

    `ends` is what each partition held before it was read, `found` how many entries
    were found there. A partition whose finds were all given is done up to its end,
    filtered records included; another one up to the last entry given.
    """
    after = {topic: dict(offsets) for topic, offsets in before.items()}
    last: dict[tuple[str, int], int] = {}
    counts: dict[tuple[str, int], int] = {}
    for one in given:
        place = (one.topic, one.partition)
        last[place] = one.offset
        counts[place] = counts.get(place, 0) + 1
    for place, end in ends.items():
        topic, partition = place
        is_done = counts.get(place, 0) == found.get(place, 0)
        come = max(end, last.get(place, -1)) if is_done else last.get(place)
        if come is not None:
            known = after.setdefault(topic, {}).get(partition, -1)
            after[topic][partition] = max(known, come)
    return after


def start(topics: Iterable[str], *, begins: Mapping[tuple[str, int], int]) -> Vector:
    """Return how far a new reader has come: what was cut off is behind it."""
    come: dict[str, dict[int, int]] = {topic: {} for topic in topics}
    for (topic, partition), begin in begins.items():
        come[topic][partition] = begin - 1
    return come


def is_cut(come: Vector, *, begins: Mapping[tuple[str, int], int]) -> bool:
    """Tell whether something that a reader has not read yet is gone.

    A topic that the cursor does not know was not asked for: its reader starts anew.
    """
    return any(
        begin > come[topic].get(partition, -1) + 1
        for (topic, partition), begin in begins.items()
        if topic in come
    )


def vector(cursor: str | None) -> Vector:
    """Read a cursor; none is the beginning.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if cursor is None:
        return {}
    told = decode_cursor(cursor)
    if not isinstance(told, dict):
        raise InvalidCursor
    return {TOPIC_PREFIX + name: _offsets(name, told[name]) for name in told}


def cursor(come: Vector) -> str:
    """Write a vector: for each topic a list, -1 where nothing was read.

    A topic of which nothing was read stays, as an empty list: it was asked for.
    """
    told = {}
    for topic in sorted(come):
        offsets = come[topic]
        name = topic.removeprefix(TOPIC_PREFIX)
        places = range(max(offsets, default=-1) + 1)
        told[name] = [offsets.get(place, -1) for place in places]
    return encode_cursor(told)


def _offsets(name: str, told: Any) -> dict[int, int]:
    is_list = isinstance(told, list) and len(told) <= PARTITIONS_MAX
    if TOPIC_PREFIX + name not in TOPICS or not is_list:
        raise InvalidCursor
    if not all(type(offset) is int and -1 <= offset <= OFFSET_MAX for offset in told):
        raise InvalidCursor
    return {place: offset for place, offset in enumerate(told) if offset >= 0}
