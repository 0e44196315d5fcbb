"""B4: one webinar told to 100 000 advisors, against a raw insert of the same."""

import asyncio
import itertools
import math
import statistics
import time
from collections.abc import Mapping

import psutil

from kit.bulk_outbox import bulk_name
from kit.outbox import PENDING
from kit.platform import Platform
from kit.running.serving import build_all
from services.notifications.announcements.handlers import WebinarHandlers
from services.notifications.deliveries.repository import EmailRepository
from services.notifications.inbox.repository import EntryRepository
from services.notifications.roles import NOTIFICATIONS

from .b1_commands import PEER
from .b4_data import insert, published, seed, theme, wanted
from .child import Here
from .ground import Ground, relayed
from .processes import Running
from .results import Bar, Result
from .rounds import Compared, Run, by_time

ADVISORS = 100_000
SIZES = (1_000, 10_000, 100_000, 1_000_000)
REPEATS = {1_000: 5, 10_000: 3}
SAMPLE_SECONDS = 0.02
INDEXES = {
    "emails": [*EmailRepository.INDEXES, PENDING],
    "inbox": [*EntryRepository.INDEXES, PENDING],
    bulk_name("inbox"): [PENDING],
}
COST = Bar(
    "B4",
    "One webinar to 100 000 advisors / raw `insert_many`, same indexes (time)",
    2.2,
    1.6,
    sense="at most",
)
MEMORY = Bar(
    "B4.memory", "Memory of the announcing worker above rest", 96, 64, "at most", " MiB"
)
SLOPE = Bar(
    "B4.slope",
    "Slope of the time over the count, 10^3 to 10^6, both logarithms",
    (0.95, 1.05),
    None,
    sense="within",
)


async def measure(on: Ground) -> list[Result]:
    sizes = [on.sized(size) for size in SIZES]
    async with (
        on.prepared("b4", NOTIFICATIONS) as built,
        on.role("b4", "notifications", "relay") as relay,
        on.child("b4") as worker,
        on.child("b4") as peer,
    ):
        await seed(built, sizes)
        await worker.ask(announcer)
        bench = _Bench(on, built, worker=worker, relay=relay, peer=peer)
        await bench.announce(sizes[0])
        size = on.sized(ADVISORS)
        compared = await on.compare(
            lambda: bench.announce(size), lambda: bench.insert(size), ratio=by_time
        )
        return [
            Result.of(COST, compared, documents=bench.documents),
            _memory(compared),
            await _slope(bench, sizes, compared),
        ]


class _Bench:
    def __init__(
        self,
        on: Ground,
        built: Platform,
        *,
        worker: Running,
        relay: Running,
        peer: Running,
    ) -> None:
        self._on = on
        self._built = built
        self._worker, self._relay, self._peer = worker, relay, peer
        self.documents: dict[str, int] = {}

    async def announce(self, count: int) -> Run:
        """Tell a webinar to `count` advisors, until every event has left."""
        await self._emptied("notifications")
        meter = self._on.meter(self._worker, self._relay)
        told = await self._worker.ask(announce, theme=theme(count))
        waiting = [
            self._built.collection("notifications", name)
            for name in ("inbox", bulk_name("inbox"))
        ]
        drained_at = await relayed(*waiting)
        figures = {
            "announced_seconds": told["ended_at"] - told["started_at"],
            "more_mib": told["more_mib"],
        }
        seconds = drained_at - told["started_at"]
        run = meter.run(units=count, seconds=seconds, figures=figures)
        self.documents = {
            name: await self._built.collection(
                "notifications", name
            ).estimated_document_count()
            for name in wanted(count)
        }
        _check(self.documents, count)
        return run

    async def insert(self, count: int) -> Run:
        """Insert as many documents of the same shape, bare."""
        await self._emptied(PEER)
        meter = self._on.meter(self._peer)
        told = await self._peer.ask(insert, counts=wanted(count))
        return meter.run(units=count, seconds=told)

    async def _emptied(self, database: str) -> None:
        for name, indexes in INDEXES.items():
            documents = self._built.collection(database, name)
            await documents.drop()
            await documents.create_indexes(indexes)


def _check(found: Mapping[str, int], count: int) -> None:
    if found != wanted(count):
        raise RuntimeError(f"{found} were queued instead of {wanted(count)}")


async def announcer(here: Here) -> None:
    provided = await here.stack.enter_async_context(
        build_all(here.platform, [NOTIFICATIONS])
    )
    here.kept["handlers"] = provided[WebinarHandlers]


async def announce(here: Here, *, theme: str) -> dict[str, float]:
    """Hear that a webinar is published; watch the memory meanwhile."""
    handlers: WebinarHandlers = here.kept["handlers"]
    process = psutil.Process()
    before = most = process.memory_info().rss
    done = asyncio.Event()

    async def watch() -> None:
        nonlocal most
        while not done.is_set():
            most = max(most, process.memory_info().rss)
            await asyncio.sleep(SAMPLE_SECONDS)

    watching = asyncio.create_task(watch())
    told = published(theme)
    started_at = time.monotonic()
    await handlers.on_facts([told])
    ended_at = time.monotonic()
    done.set()
    await watching
    return {
        "started_at": started_at,
        "ended_at": ended_at,
        "more_mib": (most - before) / 2**20,
    }


def _memory(compared: Compared) -> Result:
    more = [run.figures["more_mib"] for run in compared.ours]
    return Result(
        bar=MEMORY,
        ratio=statistics.median(more),
        low=min(more),
        high=max(more),
    )


async def _slope(bench: _Bench, sizes: list[int], compared: Compared) -> Result:
    """Fit a line through the times; the largest size is measured once."""
    seconds: dict[int, float] = {}
    for nominal, size in zip(SIZES, sizes, strict=True):
        if nominal == ADVISORS:
            runs = list(compared.ours)
        else:
            repeats = range(REPEATS.get(nominal, 1))
            runs = [await bench.announce(size) for _ in repeats]
        seconds[size] = statistics.median(run.seconds for run in runs)
    points = [(math.log(size), math.log(took)) for size, took in seconds.items()]
    slope = statistics.linear_regression(*zip(*points, strict=True)).slope
    steps = [
        (later[1] - sooner[1]) / (later[0] - sooner[0])
        for sooner, later in itertools.pairwise(points)
    ]
    figures = {f"seconds_{size}": round(took, 3) for size, took in seconds.items()}
    return Result(
        bar=SLOPE, ratio=slope, low=min(steps), high=max(steps), figures=figures
    )
