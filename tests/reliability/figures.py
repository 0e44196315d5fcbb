"""Figures of a run: how long commands took, and when their effects were done."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .load import Answer
from .readings import Effect, Effects


def between(answers: Iterable[Answer], after: float, before: float) -> list[Answer]:
    """Return the first answers to the commands that were due in a window."""
    return [one for one in answers if one.attempt == 0 and after <= one.due < before]


def latency_ms(answers: Sequence[Answer], *, share: float = 0.99) -> float:
    """Return how long the slowest but `1 - share` took, from when they were due."""
    took = sorted(one.done - one.due for one in answers)
    if not took:
        return 0.0
    return round(took[max(0, math.ceil(len(took) * share) - 1)] * 1000, 1)


def effects_at(effects: Effects) -> dict[tuple[str, int], float]:
    """Return when each event had its effect, its own or that of one still newer."""
    seen: dict[str, list[Effect]] = defaultdict(list)
    for one in effects.seen:
        seen[one.id].append(one)
    done_at: dict[tuple[str, int], float] = {}
    for id_, each in seen.items():
        before = 0
        for one in each:
            done_at |= {(id_, n): one.at for n in range(before + 1, one.sequence + 1)}
            before = max(before, one.sequence)
    return done_at


def caught_up(
    answers: Iterable[Answer], done_at: Mapping[tuple[str, int], float], *, back: float
) -> float:
    """Return the seconds from `back` until all that was commanded before was done."""
    waited = [
        done_at[one.id, one.version] - back
        for one in answers
        if one.done < back and (one.id, one.version) in done_at
    ]
    return round(max(waited, default=0.0), 2)


def failed(answers: Iterable[Answer]) -> list[str]:
    """Name each first answer that was not a success."""
    return [
        f"{one.status} {one.type}".strip()
        for one in answers
        if one.attempt == 0 and one.status not in (200, 201)
    ]
