"""R4: what comes twice and what comes late change nothing in the services' copies."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kit.messaging.envelope import Outgoing
from kit.platform import Platform
from maillage.embedded import Servers
from tests.reliability.consumption.copies import (
    Dump,
    copying,
    differences,
    digest,
    is_all_done,
    replays,
)
from tests.reliability.consumption.facts import lives
from tests.reliability.consumption.ground import (
    HELD_STILL,
    corner,
    ground,
    put,
    unsaid,
    until,
)
from tests.reliability.consumption.records import Fact, record
from tests.reliability.line import Line, Outcome, Trial

FACTS: Final = 100_000
FACTS_SHORT: Final = 1_000
PIECES: Final = 10
PIECES_SHORT: Final = 2
AGAIN: Final = 10  # in a hundred
LATE: Final = 5  # in a hundred
DONE_SECONDS: Final = 300.0


@dataclass(frozen=True)
class Script:
    """What is put in the log piece by piece; `late` is told again after its piece."""

    pieces: Sequence[Sequence[Outgoing]]
    late: Sequence[Sequence[Outgoing]]
    repeated: int

    @property
    def late_count(self) -> int:
        return sum(len(several) for several in self.late)


async def run(trial: Trial) -> Outcome:
    chance = random.Random(trial.seed)  # noqa: S311 - a seed replays the run
    facts = lives(chance, FACTS_SHORT if trial.is_short else FACTS)
    count = PIECES_SHORT if trial.is_short else PIECES
    started = time.perf_counter()
    with unsaid():
        async with ground(trial.folder) as running:
            clean, _ = await _told(running, facts, count, chance, is_disturbed=False)
            other, script = await _told(
                running, facts, count, chance, is_disturbed=True
            )
    missing, more = differences(clean, other)
    is_same = digest(clean) == digest(other)
    return Outcome(
        tried=len(facts),
        lost=missing,
        duplicated=more,
        broken=() if is_same else ("the copies are not the same, byte for byte",),
        figures={
            "redelivered": script.repeated,
            "late_in_their_key": script.late_count,
            "documents": sum(len(documents) for documents in clean.values()),
            "bytes": sum(len(raw) for part in clean.values() for raw in part.values()),
            "sha256_clean": digest(clean)[:16],
            "sha256_disturbed": digest(other)[:16],
            "seconds": round(time.perf_counter() - started),
        },
    )


async def _told(
    running: Servers,
    facts: Sequence[Fact],
    count: int,
    chance: random.Random,
    *,
    is_disturbed: bool,
) -> tuple[Dump, Script]:
    async with corner(running, clock=lambda: HELD_STILL) as built:
        records = [
            record(fact, prefix=built.prefix, at=HELD_STILL, source="registry")
            for fact in facts
        ]
        script = (
            disturbed(records, count, chance=chance)
            if is_disturbed
            else Script([records], [[]], 0)
        )
        async with copying(built) as copies:
            for piece, late in zip(script.pieces, script.late, strict=True):
                await _put_and_wait(built, piece)
                await _put_and_wait(
                    built, [again for one in late for again in replays(built, one)]
                )
            return await copies.dump(), script


async def _put_and_wait(built: Platform, records: Sequence[Outgoing]) -> None:
    if not records:
        return
    await put(built, records)
    async with asyncio.timeout(DONE_SECONDS):
        assert await until(lambda: is_all_done(built), seconds=DONE_SECONDS, every=0.3)


def disturbed(
    records: Sequence[Outgoing], count: int, *, chance: random.Random
) -> Script:
    """Leave out one in twenty and tell it when a later one of its key is done.

    One in ten comes again, at once or much later, as after a lost acknowledgement.
    """
    following = _following(records)
    late = {
        place
        for place in chance.sample(range(len(records)), len(records) * LATE // 100)
        if following[place] is not None
    }
    size = -(-len(records) // count)
    pieces: list[list[Outgoing]] = [[] for _ in range(count)]
    after: list[list[Outgoing]] = [[] for _ in range(count)]
    repeated = set(chance.sample(range(len(records)), len(records) * AGAIN // 100))
    for place, one in enumerate(records):
        if place in late:
            after[_told_in(following, place, late) // size].append(one)
        else:
            pieces[place // size].append(one)
        if place in repeated - late:
            pieces[chance.randrange(place // size, count)].append(one)
    return Script(pieces, after, len(repeated - late))


def _told_in(following: Sequence[int | None], place: int, late: set[int]) -> int:
    """Return the place of the next of its key that comes in time."""
    found = following[place]
    while found is not None and found in late:
        place, found = found, following[found]
    return place if found is None else found


def _following(records: Sequence[Outgoing]) -> list[int | None]:
    """Return, for each record, the place of the next one of its key."""
    found: list[int | None] = [None] * len(records)
    last: dict[tuple[str, bytes | None], int] = {}
    for place, one in enumerate(records):
        before = last.get((one.topic, one.key))
        if before is not None:
            found[before] = place
        last[one.topic, one.key] = place
    return found


LINE = Line(
    id="R4",
    fault=(
        "100 000 events, 10 % redelivered, 5 % late within their own key as after a "
        "replayed dead letter"
    ),
    must="state equal to the clean run, byte for byte",
    run=run,
)
