"""Interleaved rounds: peer and ours in turn; a disturbed round is void."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

ROUNDS = 5
TRIES_MAX = 12
DISTURBED = 1.35
LOOPS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one side: how much was done, in what time."""

    units: int
    seconds: float
    cpu_seconds: float

    @property
    def rate(self) -> float:
        return self.units / self.seconds

    @property
    def cpu_micros(self) -> float:
        return self.cpu_seconds / self.units * 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Ratios ours / peer over the rounds that stood."""

    ratios: tuple[float, ...]
    ours: tuple[Run, ...]
    peer: tuple[Run, ...]
    voided: int

    @property
    def median(self) -> float:
        return statistics.median(self.ratios)


Side = Callable[[], Awaitable[Run]]


async def compare(ours: Side, peer: Side, *, rounds: int = ROUNDS) -> Compared:
    """Run both in turn until enough rounds stand undisturbed.

    Raises:
        RuntimeError: the machine was too noisy for `rounds` rounds.
    """
    floor = min(_calibrate() for _ in range(3))
    kept: list[tuple[Run, Run]] = []
    tries = 0
    while len(kept) < rounds:
        tries += 1
        if tries > TRIES_MAX:
            raise RuntimeError(f"only {len(kept)} rounds of {tries} were undisturbed")
        before = _calibrate()
        pair = (await ours(), await peer())
        if max(before, _calibrate()) < floor * DISTURBED:
            kept.append(pair)
    return Compared(
        ratios=tuple(mine.rate / theirs.rate for mine, theirs in kept),
        ours=tuple(mine for mine, _ in kept),
        peer=tuple(theirs for _, theirs in kept),
        voided=tries - rounds,
    )


def _calibrate() -> float:
    """Time a loop that depends on nothing but the processor."""
    started_at = time.perf_counter()
    total = 0
    for number in range(LOOPS):
        total += number & 3
    return time.perf_counter() - started_at
