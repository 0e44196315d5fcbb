"""Who can be told again, which types, and the record that tells."""

from collections.abc import Sequence
from typing import Final

from kit.messaging.deadletters import replay_topic
from kit.messaging.envelope import FROM_JOURNAL, REPLAYED, Outgoing
from schemas.base import Localised
from schemas.events import BY_TYPE, on_topics
from schemas.readers import GROUPS, HUB_JOURNAL, Group
from services.hub.journal.models import Entry
from services.hub.journal.rules.names import full_type

from .errors import NotHeard, TooFast, UnknownReader
from .models import Counted, Forecast, JournalReplay, Selection, TypeCount

REPLAY_ID: Final = "ce_replayid"
CHUNK_MAX: Final = 500
# The journal reads whole records and keeps each once: telling it again says nothing.
READERS: Final[dict[str, Group]] = {
    one.name: one for one in GROUPS if one is not HUB_JOURNAL
}


def reader(name: str) -> Group:
    """Return the group of this name.

    Raises:
        UnknownReader: nobody can be told again under this name.
    """
    found = READERS.get(name)
    if found is None:
        raise UnknownReader(group=name)
    return found


def types_of(selection: Selection) -> tuple[str, ...]:
    """Return the whole names of what is told again.

    Raises:
        UnknownReader: nobody can be told again under this name.
        UnknownEventType: the catalogue has no such type.
        NotHeard: the group does not read one of them.
    """
    group = reader(selection.group)
    heard = tuple(event.type for event in on_topics(*group.topics))
    wanted = tuple(dict.fromkeys(full_type(name) for name in selection.types))
    for type_ in wanted:
        if type_ not in heard:
            raise NotHeard(type=type_, group=group.name)
    return wanted or heard


def check_rate(rate: int, *, rate_max: int) -> None:
    if rate > rate_max:
        raise TooFast(rate_max=rate_max)


def chunk(rate: int) -> int:
    """Return how many to send at once: what one second allows, or less."""
    return min(rate, CHUNK_MAX)


def pause(sent: int, *, rate: int, took: float) -> float:
    """Return how long to wait so that no more leave in a second than `rate`."""
    return max(0.0, sent / rate - took)


def told_again(kept: Entry, replay: JournalReplay, *, prefix: str) -> Outgoing:
    """Return the record as first told, for one reader alone, marked."""
    headers = [(name, value.encode()) for name, value in kept.headers]
    marks = [(REPLAYED, FROM_JOURNAL), (REPLAY_ID, str(replay.id).encode())]
    return Outgoing(
        topic=replay_topic(replay.group, prefix=prefix),
        key=_bytes(kept.key),
        value=_bytes(kept.data),
        headers=[*headers, *marks],
    )


def forecast(counted: Counted, *, rate: int, kept_since: object) -> Forecast:
    return Forecast.model_validate(
        {
            "total_count": counted.total,
            "by_type": _by_type(counted),
            "first_at": counted.first_at,
            "last_at": counted.last_at,
            "seconds": round(counted.total / rate, 1),
            "kept_since": kept_since,
        }
    )


def _by_type(counted: Counted) -> Sequence[TypeCount]:
    return [
        TypeCount(type=type_, title=_title(type_), count=count)
        for type_, count in sorted(
            counted.by_type.items(), key=lambda one: (-one[1], one[0])
        )
    ]


def _title(type_: str) -> Localised:
    said = BY_TYPE[type_].says
    return Localised(fr=said.title_fr, en=said.title_en)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
