"""R2: Kafka is away for minutes, and nobody who commands notices."""

import asyncio
import time
from dataclasses import dataclass

from kit.messaging.topics import TopicPlan, ensure
from tests.reliability import clusters, probe
from tests.reliability.figures import between, caught_up, effects_at, failed, latency_ms
from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.load import Answer
from tests.reliability.readings import Effects, watching
from tests.reliability.reconciling import reconciled
from tests.reliability.site import Site, command, site

SLOWER_MAX = 1.5
CAUGHT_UP_SECONDS_MAX = 10.0


@dataclass(frozen=True, kw_only=True)
class Times:
    """Seconds of each part of the run; what comes first is not measured."""

    rate: int = 100
    warm: float = 10.0
    before: float = 60.0
    away: float = 300.0
    after: float = 20.0

    @property
    def whole(self) -> float:
        return self.warm + self.before + self.away + self.after


FULL = Times()
SHORT = Times(rate=50, warm=0.0, before=1.0, away=7.0, after=1.0)


@dataclass(frozen=True, kw_only=True)
class Outage:
    began: float
    gone: float
    back: float


async def run(trial: Trial) -> Outcome:
    times = SHORT if trial.is_short else FULL
    async with (
        clusters.mongo(trial.folder) as mongo,
        clusters.kafka_brokers(trial.folder) as kafka,
        watching(mongo.address) as effects,
        site(trial.folder, mongo, kafka) as on,
    ):
        await ensure(kafka.address, [TopicPlan(probe.TOPIC, partitions=1)], replicas=1)
        load = command(on, rate=times.rate, seconds=times.whole)
        outage = await _away(on, times)
        answers = await load.answers()
        found = await reconciled(
            [*on.warmed, *answers],
            mongo_url=mongo.address,
            bootstrap=kafka.address,
            effects=effects,
        )
        dead = on.dead()
    figures, broken = _judged(answers, effects, outage, trial=trial)
    figures["relayed_seconds"] = caught_up(answers, found.told_at, back=outage.back)
    if dead:
        broken.append(f"died: {', '.join(dead)}")
    return Outcome(
        tried=len({one.command for one in answers}),
        lost=found.lost,
        duplicated=found.duplicated,
        broken=(*found.broken, *broken),
        figures=figures | found.figures,
    )


async def _away(on: Site, times: Times) -> Outage:
    """Stop the broker as an operator does: worse for its clients than a kill."""
    began = time.time() + times.warm
    await asyncio.sleep(times.warm + times.before)
    broker = on.kafka.nodes[0]
    gone = time.time()
    await broker.stop()
    await asyncio.sleep(max(0.0, gone + times.away - time.time()))
    await broker.start()
    back = await probe.takes_records(on.kafka.address)
    return Outage(began=began, gone=gone, back=back)


def _judged(
    answers: list[Answer], effects: Effects, outage: Outage, *, trial: Trial
) -> tuple[dict[str, object], list[str]]:
    before = latency_ms(between(answers, outage.began, outage.gone))
    during = latency_ms(between(answers, outage.gone, outage.back))
    slower = round(during / before, 2) if before else 0.0
    refused = failed(answers)
    seconds = caught_up(answers, effects_at(effects), back=outage.back)
    broken = []
    if refused:
        broken.append(f"{len(refused)} commands failed, the first with {refused[0]}")
    # A few hundred commands have no p99 worth a bar: the whole run judges it.
    if slower > SLOWER_MAX and not trial.is_short:
        broken.append(f"p99 was {slower} times that of before")
    if seconds > CAUGHT_UP_SECONDS_MAX:
        broken.append(f"the last effect was done {seconds} s after the return")
    figures: dict[str, object] = {
        "away_seconds": round(outage.back - outage.gone, 1),
        "events_waiting": sum(outage.gone < one.done < outage.back for one in answers),
        "p99_ms_before": before,
        "p99_ms_away": during,
        "p99_ratio": slower,
        "failed": len(refused),
        "caught_up_seconds": seconds,
    }
    return figures, broken


LINE = Line(
    id="R2",
    fault="Kafka away for 5 min at 100 commands/s",
    must=(
        "0 failed commands, 0 events lost, p99 of commands ≤ 1.5x, the effects of all "
        "events done ≤ 10 s after the broker takes records again, order per aggregate"
    ),
    run=run,
)
