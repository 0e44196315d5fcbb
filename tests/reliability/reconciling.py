"""The readings held against each other: what was lost, repeated or out of order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from .load import DONE, Answer
from .readings import (
    Copy,
    Effects,
    Stored,
    aggregates,
    copies,
    published,
    settled,
)


@dataclass(kw_only=True)
class Reconciled:
    """What the readings say together; `figures` are for the table."""

    lost: int
    duplicated: int
    broken: list[str]
    figures: dict[str, Any]
    told_at: dict[tuple[str, int], float] = field(default_factory=dict)


async def reconciled(
    answers: Sequence[Answer],
    *,
    mongo_url: str,
    bootstrap: str,
    effects: Effects | None = None,
) -> Reconciled:
    """Hold the four readings against each other, once the site is quiet."""
    is_settled = await settled(mongo_url)
    stored = await aggregates(mongo_url)
    told = await published(bootstrap)
    log = {id_: [one.sequence for one in each] for id_, each in told.items()}
    copied = await copies(mongo_url)
    found = compared(answers, stored, log, copied)
    for id_, tellings in told.items():
        for one in reversed(tellings):
            found.told_at[id_, one.sequence] = one.at
    if not is_settled:
        found.broken.append("some effects were not done when the time was over")
    if effects is not None:
        _compare_effects(found, stored, effects)
    return found


def compared(
    answers: Sequence[Answer],
    stored: Mapping[str, Stored],
    log: Mapping[str, Sequence[int]],
    copied: Mapping[str, Copy],
) -> Reconciled:
    answers = [one for one in answers if not one.read]
    promised: dict[str, Answer] = {}
    commands = {one.command for one in answers if one.status in DONE}
    doubtful = {one.command for one in answers} - commands
    for one in answers:
        if one.status in DONE and one.version > _version(promised.get(one.id)):
            promised[one.id] = one
    lost = sum(
        id_ not in stored or stored[id_].version < one.version
        for id_, one in promised.items()
    )
    never = sum(
        len(set(range(1, one.sequence + 1)) - set(log.get(id_, ())))
        for id_, one in stored.items()
    )
    unmade = sum(
        id_ not in copied
        or copied[id_].sequence < one.sequence
        or copied[id_].name != one.name
        for id_, one in stored.items()
    )
    changes = sum(one.version for one in stored.values())
    events = sum(len(set(sequences)) for sequences in log.values())
    extra = changes - len(commands) - len(doubtful)
    figures = {
        "commands_acknowledged": len(commands),
        "commands_in_doubt": len(doubtful),
        "changes_stored": changes,
        "events_in_kafka": events,
        "effects_of": sum(one.sequence for one in copied.values()),
        "published_again": sum(len(each) for each in log.values()) - events,
    }
    found = Reconciled(
        lost=lost + never + unmade,
        duplicated=max(0, extra) + len(copied.keys() - stored.keys()),
        broken=[],
        figures=figures,
    )
    if out_of_order := sum(not is_in_order(each) for each in log.values()):
        found.broken.append(f"{out_of_order} aggregates were told out of order")
    if doubtful:
        found.broken.append(f"{len(doubtful)} commands never had a clear answer")
    if lost or never or unmade:
        found.broken.append(f"lost: {lost} commands, {never} events, {unmade} effects")
    return found


def is_in_order(sequences: Sequence[int]) -> bool:
    """Tell whether each number first comes right after the one before it."""
    highest = 0
    for sequence in sequences:
        if sequence > highest + 1:
            return False
        highest = max(highest, sequence)
    return True


def is_ever_newer(sequences: Sequence[int], *, last: int) -> bool:
    """Tell whether each is more than the one before: a batch may pass over some."""
    return sequences[-1:] == [last] and all(a < b for a, b in pairwise(sequences))


def _compare_effects(
    found: Reconciled, stored: Mapping[str, Stored], effects: Effects
) -> None:
    """The copies may only have become newer, once each time, up to the last state."""
    seen: dict[str, list[int]] = defaultdict(list)
    for one in effects.seen:
        seen[one.id].append(one.sequence)
    again = sum(len(each) - len(set(each)) for each in seen.values())
    wrong = sum(
        not is_ever_newer(seen.get(id_, []), last=one.sequence)
        for id_, one in stored.items()
    )
    found.duplicated += again
    found.figures["effects_seen"] = len(effects.seen)
    if wrong:
        found.broken.append(f"{wrong} copies did not become ever newer up to the last")


def _version(answer: Answer | None) -> int:
    return 0 if answer is None else answer.version
