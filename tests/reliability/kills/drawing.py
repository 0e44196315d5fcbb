"""Who dies where: drawn from the seed before anything starts."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType

from kit.failpoints import Failpoint
from tests.reliability.faults import Act, Fault
from tests.reliability.members import Death, Member

API, RELAY, JOBS, TELLER = "api", "relay", "jobs", "teller"

POINTS: Mapping[str, tuple[Failpoint, ...]] = MappingProxyType(
    {
        API: (
            Failpoint.KEY_RESERVED,
            Failpoint.KEY_BEFORE_ANSWER,
            Failpoint.KEY_ANSWERED,
            Failpoint.WRITE_BEFORE,
            Failpoint.WRITE_AFTER,
            Failpoint.COMMIT_BEFORE,
            Failpoint.COMMIT_AFTER,
        ),
        RELAY: (
            Failpoint.RELAY_LEASED,
            Failpoint.RELAY_SCANNED,
            Failpoint.SEND_BEFORE,
            Failpoint.SEND_QUEUED,
            Failpoint.SEND_ACKNOWLEDGED,
            Failpoint.TRIM_BEFORE,
            Failpoint.TRIM_AFTER,
            Failpoint.ASIDE_BEFORE,
            Failpoint.ASIDE_AFTER,
        ),
        JOBS: (Failpoint.JOB_TAKEN, Failpoint.JOB_DONE, Failpoint.JOB_NOTED),
        TELLER: (
            Failpoint.READ_AFTER,
            Failpoint.HANDLER_BEFORE,
            Failpoint.HANDLER_AFTER,
            Failpoint.DELAY_BEFORE,
            Failpoint.DELAY_AFTER,
            Failpoint.RETRY_AFTER,
            Failpoint.PARK_BEFORE,
            Failpoint.PARK_AFTER,
            Failpoint.OFFSET_BEFORE,
            Failpoint.OFFSET_AFTER,
            Failpoint.MAIL_CLAIMED,
            Failpoint.MAIL_BEFORE,
            Failpoint.MAIL_ACCEPTED,
            Failpoint.MAIL_NOTED,
        ),
    }
)
# Reached rarely: whoever comes first to one of these dies of it.
RARE = frozenset(
    {
        *(Failpoint.DELAY_BEFORE, Failpoint.DELAY_AFTER, Failpoint.RETRY_AFTER),
        *(Failpoint.PARK_BEFORE, Failpoint.PARK_AFTER, Failpoint.JOB_TAKEN),
        *(Failpoint.JOB_DONE, Failpoint.JOB_NOTED),
        *(Failpoint.ASIDE_BEFORE, Failpoint.ASIDE_AFTER),
    }
)
ASIDE = frozenset({Failpoint.ASIDE_BEFORE, Failpoint.ASIDE_AFTER})
AT_ONCE = 2
# In each life some records fail a few times, so that they are delayed and retried.
FAILING = (2, 40, 90, 150)
FAILURES = 3


class Draw:
    """Deals faults: each life is armed with two, dies of one and gives back the other.

    `late` says, for each kind of process, how far into its life it may die at a
    place that it reaches all the time.
    """

    def __init__(
        self,
        chance: random.Random,
        *,
        points: Sequence[Failpoint],
        late: Mapping[str, int],
    ) -> None:
        self._chance = chance
        self._late = late
        self._pools: dict[str, list[Fault]] = defaultdict(list)
        self._lent: dict[str, list[Fault]] = defaultdict(list)
        self.all_done = asyncio.Event()
        for point in points:
            self._pools[_kind_at(point)].append(self._fault(point))
        for pool in self._pools.values():
            chance.shuffle(pool)

    @property
    def left(self) -> int:
        """Count the faults that have not taken place."""
        return sum(map(len, (*self._pools.values(), *self._lent.values())))

    def is_armed(self, name: str) -> bool:
        return bool(self._lent[name])

    def faults(self, member: Member, _life: int) -> Sequence[Fault]:
        pool = self._pools[kind_of(member.name)]
        taken = [fault for fault in pool if _reaches(member, fault.point)][:AT_ONCE]
        for fault in taken:
            pool.remove(fault)
        self._lent[member.name] = taken
        return [*taken, *_failures(member)]

    def on_death(self, death: Death) -> None:
        pool = self._pools[kind_of(death.member)]
        lent = self._lent.pop(death.member, [])
        fired = None if death.hit is None else death.hit.fault
        for fault in lent:
            if fault == fired:
                fired = None
            else:
                pool.insert(self._chance.randint(0, len(pool)), fault)
        if not self.left:
            self.all_done.set()

    def _fault(self, point: Failpoint) -> Fault:
        latest = 2 if point in RARE else self._late[_kind_at(point)]
        return Fault(point=point, occurrence=self._chance.randint(1, latest))


def dealt(chance: random.Random, kills: int) -> list[Failpoint]:
    """Return as many points as there are kills, all equally often.

    When there are fewer kills than points, every kind of process has its share.
    """
    points = [point for some in POINTS.values() for point in some]
    rounds, rest = divmod(kills, len(points))
    if rounds:
        return [*points * rounds, *chance.sample(points, rest)]
    turns = zip_longest(*(chance.sample(some, len(some)) for some in POINTS.values()))
    return [point for turn in turns for point in turn if point is not None][:kills]


def kind_of(name: str) -> str:
    """`relay-webinars-1` is a relay."""
    return name.partition("-")[0]


def _kind_at(point: Failpoint) -> str:
    return next(kind for kind, points in POINTS.items() if point in points)


def _reaches(member: Member, point: Failpoint) -> bool:
    """Tell whether it ever gets there: only one service's events are too large."""
    return point not in ASIDE or "webinars" in member.name


def _failures(member: Member) -> list[Fault]:
    if kind_of(member.name) != TELLER:
        return []
    return [
        Fault(
            point=Failpoint.HANDLER_BEFORE,
            occurrence=occurrence,
            act=Act.RAISE,
            times=FAILURES,
        )
        for occurrence in FAILING
    ]
