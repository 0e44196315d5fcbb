"""B10, second part: a consumer with metrics and traces, against one without."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from prometheus_client import Counter, Gauge, Histogram

from kit.messaging import bus, consuming, inbox, subscription
from kit.messaging.envelope import Told
from kit.messaging.told import because
from kit.running import tune_garbage_collection, workers

from .b7_replay import RECORDS, Counting, Numbers, published, service
from .child import Here
from .ground import Ground
from .results import Bar, Result
from .rounds import Run

OBSERVED = Bar("B10.consumer", "Consumer with metrics and traces / without", 0.8, 0.9)


async def measure(on: Ground) -> Result:
    count, rounds = on.sized(RECORDS), Numbers()
    async with (
        published(on, "b10", count),
        on.child("b10") as observed,
        on.child("b10") as blind,
    ):
        await blind.ask(observe_nothing)

        async def side(child: Any, *, is_traced: bool) -> Run:
            async with on.prepared("b10", service(number := rounds.next())):
                meter = on.meter()
                told = await child.ask(
                    hear, number=number, count=count, is_traced=is_traced
                )
                return Run(**told, server_seconds=meter.server_seconds())

        await side(observed, is_traced=True)
        await side(blind, is_traced=False)
        compared = await on.compare(
            lambda: side(observed, is_traced=True), lambda: side(blind, is_traced=False)
        )
        return Result.of(OBSERVED, compared)


async def hear(
    here: Here, *, number: int, count: int, is_traced: bool
) -> dict[str, float]:
    """Read the topic; traced, each record's effect runs under its cause."""
    counting = Counting()
    counting.until = count

    async def on_facts(batch: Sequence[Told[Any]]) -> None:
        for told in batch:
            with because(told):
                pass
        counting.note(len(batch))

    handler = on_facts if is_traced else counting.on_facts
    async with workers(here.platform, [service(number, handler)], {}):
        tune_garbage_collection()
        await counting.done.wait()
        return counting.told()


class _Nothing:
    """Stands for a metric and counts nothing."""

    def labels(self, *_: object) -> "_Nothing":
        return self

    def inc(self, _: float = 1) -> None:
        return

    def set(self, _: float) -> None:
        return

    def set_to_current_time(self) -> None:
        return

    def observe(self, _: float) -> None:
        return

    def time(self) -> "_Nothing":
        return self

    def __enter__(self) -> None:
        return

    def __exit__(self, *_: object) -> None:
        return


async def observe_nothing(_: Here) -> None:
    """Take every metric out of the consumer's modules in this process."""
    modules: tuple[ModuleType, ...] = (inbox, consuming, subscription, bus)
    for module in modules:
        for name, value in list(vars(module).items()):
            if isinstance(value, Counter | Gauge | Histogram):
                setattr(module, name, _Nothing())
