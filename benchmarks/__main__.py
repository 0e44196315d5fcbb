"""`python -m benchmarks [B3] [--small]`: measure, print, and keep what was measured."""

import asyncio
import json
import math
import sys
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from maillage.embedded import servers

from . import (
    b1_commands,
    b2_writes,
    b3_notified,
    b4_announcement,
    b7_replay,
    b8_relay,
    b10_costs,
)
from .ground import Ground
from .results import Result, keep
from .rounds import DISTURBED, ROUNDS, TooNoisy

Measure = Callable[[Ground], Awaitable[list[Result]]]

BENCHMARKS: dict[str, Measure] = {
    "B1": b1_commands.measure,
    "B2": b2_writes.measure,
    "B3": b3_notified.measure,
    "B4": b4_announcement.measure,
    "B7": b7_replay.measure,
    "B8": b8_relay.measure,
    "B10": b10_costs.measure,
}
SMALL, SMALL_ROUNDS = 0.1, 2
UNMEASURED = 1


async def main(only: str | None, *, is_small: bool) -> int:
    wanted = [only] if only else list(BENCHMARKS)
    with TemporaryDirectory(prefix="maillage-bench-") as folder:
        async with servers(
            Path(folder), on_progress=_quiet, fresh=True, test=True
        ) as running:
            ground = Ground(
                folder=Path(folder),
                mongo_url=running.mongo_url,
                kafka=running.kafka_bootstrap,
                servers=tuple(psutil.Process(pid) for pid in running.pids.values()),
                scale=SMALL if is_small else 1.0,
                rounds=SMALL_ROUNDS if is_small else ROUNDS,
                disturbed=math.inf if is_small else DISTURBED,
            )
            codes = [await _one(name, ground, is_kept=not is_small) for name in wanted]
    return max(codes)


async def _one(name: str, ground: Ground, *, is_kept: bool) -> int:
    """Measure one and keep it at once: what a later one breaks is not lost."""
    started_at = time.monotonic()
    try:
        results = await BENCHMARKS[name](ground)
    except TooNoisy as error:
        _say(f"{name}: not measured, {error}")
        return UNMEASURED
    told = keep(results) if is_kept else [one.told("") for one in results]
    for one in told:
        _say(json.dumps(one, ensure_ascii=False))
    _say(f"{name}: {time.monotonic() - started_at:.0f} s")
    return 0


def _asked(arguments: Sequence[str]) -> tuple[str | None, bool]:
    parser = ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("only", nargs="?", choices=list(BENCHMARKS))
    parser.add_argument(
        "--small", action="store_true", help="a tenth of the size, nothing kept"
    )
    given = parser.parse_args(arguments)
    return given.only, given.small


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _quiet(_text: str, /, **_values: int) -> None:
    """Say nothing while the servers start."""


if __name__ == "__main__":
    asked_only, asked_small = _asked(sys.argv[1:])
    sys.exit(asyncio.run(main(asked_only, is_small=asked_small)))
