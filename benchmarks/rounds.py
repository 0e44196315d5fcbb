"""Interleaved rounds: peer and ours in turn; a disturbed round is void."""

import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

ROUNDS = 5
TRIES_MAX = 9
DISTURBED = 1.35
LOOPS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one side: how much was done, in what time, by whose processor.

    `cpu_seconds` is what the side's own processes used, `server_seconds` what MongoDB
    and Kafka used meanwhile. `p99_ms` stands where latency is compared, not speed.
    """

    units: int
    seconds: float
    cpu_seconds: float
    server_seconds: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.units / self.seconds

    @property
    def cpu_micros(self) -> float:
        return self.cpu_seconds / self.units * 1e6

    @property
    def server_micros(self) -> float:
        return self.server_seconds / self.units * 1e6


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


class TooNoisy(Exception):
    """Too few rounds stood: the machine had other work."""


Side = Callable[[], Awaitable[Run]]
Ratio = Callable[[Run, Run], float]


def by_rate(ours: Run, peer: Run) -> float:
    """Compare speeds: more is better."""
    return ours.rate / peer.rate


def by_time(ours: Run, peer: Run) -> float:
    """Compare how long a unit takes: less is better."""
    return peer.rate / ours.rate


def by_p99(ours: Run, peer: Run) -> float:
    """Compare the latency that one in a hundred exceeds: less is better."""
    return ours.p99_ms / peer.p99_ms


async def compare(
    ours: Side,
    peer: Side,
    *,
    ratio: Ratio = by_rate,
    rounds: int = ROUNDS,
    disturbed: float = DISTURBED,
) -> Compared:
    """Run both in turn until enough rounds stand undisturbed.

    Raises:
        TooNoisy: `rounds` rounds did not stand within the tries.
    """
    floor = min(calibrate() for _ in range(3))
    kept: list[tuple[Run, Run]] = []
    tries = 0
    while len(kept) < rounds:
        tries += 1
        if tries > TRIES_MAX:
            raise TooNoisy(f"{len(kept)} of {tries - 1} rounds were undisturbed")
        clock = [calibrate()]
        # Who goes first changes, so that neither always finds the warmer machine.
        if tries % 2:
            mine = await ours()
            clock.append(calibrate())
            theirs = await peer()
        else:
            theirs = await peer()
            clock.append(calibrate())
            mine = await ours()
        clock.append(calibrate())
        if max(clock) < floor * disturbed:
            kept.append((mine, theirs))
    return Compared(
        ratios=tuple(ratio(mine, theirs) for mine, theirs in kept),
        ours=tuple(mine for mine, _ in kept),
        peer=tuple(theirs for _, theirs in kept),
        voided=tries - rounds,
    )


def calibrate() -> float:
    """Time a loop that depends on nothing but the processor."""
    started_at = time.perf_counter()
    total = 0
    for number in range(LOOPS):
        total += number & 3
    return time.perf_counter() - started_at
