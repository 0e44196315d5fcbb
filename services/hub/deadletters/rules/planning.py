"""What a replay of many would meet, letter by letter."""

from collections.abc import Mapping, Sequence
from functools import cache

from kit.messaging.envelope import UnreadableRecord
from kit.messaging.reading import Contracts
from schemas.base import Event
from schemas.events import EVENTS, on_topics
from schemas.readers import GROUPS
from services.hub.deadletters.models import Counted, DeadLetter

NAMED_MAX = 50
# The last offset of a key in its partition.
Lasts = Mapping[tuple[str, int, str], int]


@cache
def contracts_of(group: str) -> Contracts[Event]:
    """Return what a reader knows; all there is, for one that is gone."""
    topics = next((one.topics for one in GROUPS if one.name == group), None)
    return Contracts(EVENTS if topics is None else on_topics(*topics))


def is_overtaken(letter: DeadLetter, lasts: Lasts) -> bool:
    if letter.key is None:
        return False
    place = (letter.topic, letter.partition, letter.key_text)
    return lasts.get(place, -1) > letter.offset


def is_readable(letter: DeadLetter) -> bool:
    try:
        contracts_of(letter.group).read(letter)
    except UnreadableRecord:
        return False
    return True


def counted(counts: Mapping[str | None, int]) -> list[Counted]:
    """Return the most frequent first, and no more than a page can show."""
    found = [Counted(name=name or "", count=count) for name, count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.name))[:NAMED_MAX]


def by_group(letters: Sequence[DeadLetter]) -> Mapping[str, Sequence[DeadLetter]]:
    groups: dict[str, list[DeadLetter]] = {}
    for letter in letters:
        groups.setdefault(letter.group, []).append(letter)
    return groups
