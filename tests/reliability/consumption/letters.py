"""What was parked, read from the dead letters' own topic by a plain consumer."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from kit.messaging.deadletters import dead_topic
from kit.platform import Platform

from .ground import read_all, until

ATTEMPTS_MAX: Final = 5
SECONDS_MAX: Final = 60.0

Dead = Mapping[str, str]


async def dead_of(built: Platform, group: str, *, expected: int) -> list[Dead]:
    """Return the headers of what was parked, once all of it should be."""
    found: list[Any] = []
    topic = dead_topic(group, prefix=built.prefix)

    async def is_parked() -> bool:
        nonlocal found
        found = await read_all(built, topic)
        return len(found) >= expected

    await until(is_parked, seconds=SECONDS_MAX, every=0.5)
    return [
        {name: (value or b"").decode("utf-8", "replace") for name, value in one.headers}
        for one in found
    ]


def waited(dead: Dead) -> float:
    """Return the seconds from the first failure to the last."""
    first = datetime.fromisoformat(dead["dead_first_at"])
    return (datetime.fromisoformat(dead["dead_last_at"]) - first).total_seconds()


def faults(dead: Sequence[Dead], cause: str, *, expected: int) -> Iterator[str]:
    """Say what was parked twice, not at all, too late or for another cause."""
    places = Counter((one["dead_partition"], one["dead_offset"]) for one in dead)
    causes = Counter(one["dead_reason"] for one in dead)
    attempts = max((int(one["dead_attempts"]) for one in dead), default=0)
    longest = max((waited(one) for one in dead), default=0.0)
    if len(places) != expected or len(dead) != expected:
        yield f"{cause}: {len(dead)} letters about {len(places)} of {expected} records"
    if expected and set(causes) != {cause}:
        yield f"{cause}: parked as {dict(causes)}"
    if attempts > ATTEMPTS_MAX:
        yield f"{cause}: {attempts} attempts"
    if longest > SECONDS_MAX:
        yield f"{cause}: {longest:.1f} s before it was parked"
