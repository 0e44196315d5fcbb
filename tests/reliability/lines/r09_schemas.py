"""R9: changes of schemas, each known to break or not by how it was made."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any

from jsonschema import (  # type: ignore[import-untyped] # no stubs
    Draft202012Validator,
)

from maillage.contracts.compatibility import broken
from schemas.events import EVENTS
from services.hub.catalogue.rules.schemas import schema_of
from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.mutations.breaking import BREAKING
from tests.reliability.mutations.harmless import HARMLESS
from tests.reliability.mutations.mutation import Mutation, mutations

EACH = 100
EACH_SHORT = 25
FORMATS = Draft202012Validator.FORMAT_CHECKER


async def run(trial: Trial) -> Outcome:
    each = EACH_SHORT if trial.is_short else EACH
    chance = random.Random(trial.seed)  # noqa: S311 - a seed replays the run
    chosen = [
        *_chosen(chance, each, is_breaking=True),
        *_chosen(chance, each, is_breaking=False),
    ]
    return await asyncio.to_thread(_judged, chosen)


def _judged(chosen: Sequence[Mutation]) -> Outcome:
    mislabelled = [one for one in chosen if one.is_breaking and not _is_shown(one)]
    faults = {id(one): broken(one.old, one.new) for one in chosen}
    missed = [one for one in chosen if one.is_breaking and not faults[id(one)]]
    refused = [one for one in chosen if not one.is_breaking and faults[id(one)]]
    return Outcome(
        tried=len(chosen),
        lost=0,
        duplicated=0,
        broken=(
            *_told("the witness does not show that it breaks", mislabelled),
            *_told("breaks, and is let pass", missed),
            *_told("is harmless, and is refused", refused),
        ),
        figures={
            "breaking": sum(one.is_breaking for one in chosen),
            "breaking_refused": sum(
                one.is_breaking and bool(faults[id(one)]) for one in chosen
            ),
            "shown_by_a_record": sum(one.witness is not None for one in chosen),
            "harmless": sum(not one.is_breaking for one in chosen),
            "harmless_passed": sum(
                not one.is_breaking and not faults[id(one)] for one in chosen
            ),
            "kinds": len({(one.is_breaking, one.kind) for one in chosen}),
            "types": len({one.type for one in chosen}),
        },
    )


def _chosen(
    chance: random.Random, count: int, *, is_breaking: bool
) -> Iterator[Mutation]:
    """Yield as many of each kind as there can be, from all types."""
    by_kind: dict[str, list[Mutation]] = {}
    kinds = BREAKING if is_breaking else HARMLESS
    for event in EVENTS:
        for one in mutations(schema_of(event), kinds, is_breaking=is_breaking):
            by_kind.setdefault(one.kind, []).append(one)
    for several in by_kind.values():
        chance.shuffle(several)
    taken = chain.from_iterable(zip_longest(*by_kind.values()))
    for _, one in zip(range(count), (one for one in taken if one), strict=False):
        yield one


def _is_shown(one: Mutation) -> bool:
    """Have a third judge look at the witness: it fits one of both, and only one."""
    if one.witness is None:
        return True
    fits = {"old": _fits(one.old, one.witness), "new": _fits(one.new, one.witness)}
    other = "new" if one.fits == "old" else "old"
    return fits[one.fits] and not fits[other]


def _fits(schema: Any, record: Any) -> bool:
    judge = Draft202012Validator(schema, format_checker=FORMATS)
    return bool(judge.is_valid(record))


def _told(fault: str, several: Sequence[Mutation]) -> list[str]:
    return [f"{one.type}, {one.place}: {one.kind} {fault}" for one in several]


LINE = Line(
    id="R9",
    fault="200 mutations of schemas",
    must="every breaking one is refused and no harmless one is",
    run=run,
)
