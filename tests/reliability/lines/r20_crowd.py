"""R20: five times as many requests as a process can serve, then slow connections."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from maillage.embedded import servers as embedded_servers
from tests.conftest import quiet
from tests.reliability.crowd.asking import Answer
from tests.reliability.crowd.ground import Door, door
from tests.reliability.crowd.slowness import KINDS, Slow, slow_ones
from tests.reliability.line import Line, Outcome, Trial

TIMES_CAPACITY = 5
CALLERS, FEW = 16, 4
RECOVERY_SECONDS_MAX = 10.0
CUT_SECONDS_MAX = 30.0
# What an allocator may keep beyond the weight of the first third.
GROWTH_MIB_MAX = 16.0
REFUSALS = (429, 503)


@dataclass(frozen=True, kw_only=True)
class Size:
    capacity_seconds: float
    seconds: float
    slow: int
    times_slower_max: float = 3.0
    refused_ms_max: float = 100.0
    # Before the one that is weighed, where its own first third is no time to warm up.
    first_crowd_seconds: float = 0.0
    settings: Mapping[str, str] = field(default_factory=dict)


FULL = Size(capacity_seconds=15.0, seconds=60.0, slow=1_000)
SHORT = Size(
    capacity_seconds=2.0,
    seconds=4.0,
    slow=50,
    # Beside other tests nothing can be said of milliseconds.
    times_slower_max=100.0,
    refused_ms_max=10_000.0,
    first_crowd_seconds=2.0,
    settings={"MAILLAGE_HTTP__PATIENCE_SECONDS": "1"},
)


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    running = embedded_servers(trial.folder, on_progress=quiet, fresh=True, test=True)
    async with running as servers, door(trial.folder, servers, size.settings) as on:
        return await _tried(on, size)


async def _tried(on: Door, size: Size) -> Outcome:
    await on.asked("warm", seconds=size.capacity_seconds / 2, callers=CALLERS)
    at_capacity = await on.asked(
        "capacity", seconds=size.capacity_seconds, callers=CALLERS
    )
    capacity = len(_done(at_capacity)) / size.capacity_seconds
    rate = TIMES_CAPACITY * capacity
    if size.first_crowd_seconds:
        await on.asked("first-crowd", seconds=size.first_crowd_seconds, rate=rate)
    watching = asyncio.create_task(on.watch())
    over = await on.asked("over", seconds=size.seconds, rate=rate)
    watching.cancel()
    bar = size.times_slower_max * _ms(_done(at_capacity))
    recovery = await _recovered(on, bar)
    told, broken = _judged(size, at_capacity, over, recovery, on.weights)
    slow_told, slow_broken = await _slow(on, size)
    return Outcome(
        tried=len(over) + size.slow,
        lost=0,
        duplicated=0,
        broken=(*broken, *slow_broken),
        figures={"capacity_per_second": round(capacity), **told, **slow_told},
    )


async def _recovered(on: Door, bar: float) -> float:
    """Return the seconds until a whole second of requests is served as before."""
    began = time.monotonic()
    for number in range(40):
        answers = await on.asked(f"after-{number}", seconds=1.0, callers=FEW)
        if len(_done(answers)) == len(answers) and _ms(answers) <= bar:
            break
    # The last look is of a second that was already well.
    return time.monotonic() - began - 1.0


def _judged(
    size: Size,
    at_capacity: Sequence[Answer],
    over: Sequence[Answer],
    recovery: float,
    weights: Sequence[float],
) -> tuple[dict[str, Any], list[str]]:
    admitted, refused = _done(over), [one for one in over if one.status in REFUSALS]
    odd = [one for one in over if one.status >= 400 and not one.is_clear]
    odd += [one for one in over if one.status == 0]
    first_third = max(weights[: max(1, len(weights) // 3)])
    growth = max(weights) - first_third
    slower = _ms(admitted) / _ms(_done(at_capacity))
    broken = []
    if slower > size.times_slower_max:
        broken.append(f"who was admitted waited {slower:.1f} times as long (p99)")
    if _ms(refused) > size.refused_ms_max:
        broken.append(f"a refusal took {_ms(refused):.0f} ms (p99)")
    if odd:
        broken.append(f"{len(odd)} unclear answers, the first {odd[0].status}")
    if recovery > RECOVERY_SECONDS_MAX:
        broken.append(f"{recovery:.1f} s until all was as before")
    if growth > GROWTH_MIB_MAX:
        broken.append(f"the process grew by {growth:.0f} MiB")
    if not refused:
        broken.append("nobody was refused: it was no crowd")
    figures = {
        "p99_ms": {
            "at_capacity": _ms(_done(at_capacity)),
            "admitted": _ms(admitted),
            "refused": _ms(refused),
        },
        "p99_ms_late": _late(over),
        "slowest_refusal_ms": _ms(refused, share=1.0),
        "answers": dict(sorted(Counter(str(one.status) for one in over).items())),
        "admitted_of_capacity": round(_rate(admitted) / _rate(_done(at_capacity)), 2),
        "recovery_seconds": round(max(0.0, recovery), 1),
        "weight_mib": {"first third": first_third, "most": max(weights)},
    }
    return figures, broken


async def _slow(on: Door, size: Size) -> tuple[dict[str, Any], list[str]]:
    """Open the slow ones beside a few people who go on as before."""
    alone = await on.asked("alone", seconds=size.capacity_seconds, callers=FEW)
    before = on.weigh()
    seconds = size.capacity_seconds
    beside = asyncio.create_task(on.asked("beside", seconds=seconds, callers=FEW))
    slow = await slow_ones(on.port, count=size.slow, seconds=CUT_SECONDS_MAX)
    served = await beside
    broken = _judged_slow(slow)
    slower = _ms(served) / _ms(alone)
    if len(_done(served)) < len(served):
        broken.append(f"{len(served) - len(_done(served))} others were not served")
    if slower > size.times_slower_max:
        broken.append(f"the others waited {slower:.1f} times as long (p99)")
    figures = {
        "slow_connections": len(slow),
        "cut_after_seconds": {kind: _latest(slow, kind) for kind in KINDS},
        "p99_ms_of_others": {"alone": _ms(alone), "beside": _ms(served)},
        "weight_mib_by_slow_ones": round(on.weigh() - before, 1),
    }
    return figures, broken


def _judged_slow(slow: Sequence[Slow]) -> list[str]:
    uncut = Counter(one.kind for one in slow if one.cut_at is None)
    return [f"{count} of kind {kind} were not cut" for kind, count in uncut.items()]


def _latest(slow: Sequence[Slow], kind: str) -> float:
    return round(max(one.seconds for one in slow if one.kind == kind), 1)


def _done(answers: Sequence[Answer]) -> list[Answer]:
    return [one for one in answers if 200 <= one.status < 400]


def _ms(answers: Sequence[Answer], *, share: float = 0.99) -> float:
    took = sorted(one.ms for one in answers)
    return round(took[min(len(took) - 1, int(len(took) * share))], 1) if took else 0.0


def _late(answers: Sequence[Answer]) -> float:
    """Tell how late who measures was: what it adds is not the service's."""
    late = sorted(one.late_ms for one in answers)
    return round(late[int(len(late) * 0.99)], 1)


def _rate(answers: Sequence[Answer]) -> float:
    span = max(one.due for one in answers) - min(one.due for one in answers)
    return len(answers) / max(span, 0.001)


LINE = Line(
    id="R20",
    fault="five times capacity for 60 s; 1 000 slow connections",
    must=(
        "admitted p99 ≤ 3x that at capacity, the rest 429 or 503 in ≤ 100 ms (p99), "
        "as before ≤ 10 s later, no growth; a slow connection is cut within 30 s and "
        "hurts nobody"
    ),
    run=run,
)
