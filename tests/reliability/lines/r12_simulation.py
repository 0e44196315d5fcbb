"""R12: a thousand seeds of a simulated site, and bugs planted to be found."""

import asyncio

import structlog

from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.simulation.planted import PLANTED
from tests.reliability.simulation.play import Parts, Played, played

SEEDS, SEEDS_SHORT = 1_000, 60
FOUND_WITHIN = 100
NAMED_MAX = 5


async def run(trial: Trial) -> Outcome:
    """Play in a thread: a simulation has a loop of its own."""
    return await asyncio.to_thread(_run, trial)


def _run(trial: Trial) -> Outcome:
    with structlog.testing.capture_logs():
        return _judged(trial)


def _judged(trial: Trial) -> Outcome:
    seeds = SEEDS_SHORT if trial.is_short else SEEDS
    every = [played(trial.seed + number) for number in range(seeds)]
    failing = [one for one in every if one.broken]
    broken = [f"seed {one.seed}: {one.broken[0]}" for one in failing[:NAMED_MAX]]
    found: dict[str, int | None] = {}
    for name, parts in PLANTED.items():
        first = _found(parts, seed=trial.seed)
        found[name] = None if first is None else first.seed - trial.seed + 1
        if first is None:
            broken.append(f"{name} was not found within {FOUND_WITHIN} seeds")
        elif played(first.seed, parts) != first:
            broken.append(f"seed {first.seed} did not play the same way again")
    return Outcome(
        tried=seeds,
        lost=sum("never" in one.broken[0] for one in failing),
        duplicated=0,
        broken=tuple(broken),
        figures={
            "seeds_held": seeds - len(failing),
            "steps": sum(one.steps for one in every),
            "planted_found_after_seeds": found,
        },
    )


def _found(parts: Parts, *, seed: int) -> Played | None:
    """Play until the planted bug shows; None when it hides too long."""
    several = (played(seed + number, parts) for number in range(FOUND_WITHIN))
    return next((one for one in several if one.broken), None)


LINE = Line(
    id="R12",
    fault=(
        "a deterministic simulation of the kit's relay, consumer and due jobs on a "
        "virtual clock, network and broker"
    ),
    must=(
        "1 000 seeds hold; a failing seed replays; a planted bug (commit before "
        "effect) is found within 100 seeds"
    ),
    run=run,
)
