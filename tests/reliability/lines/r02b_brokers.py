"""R2b: one broker of three is killed, then another; both come back."""

import asyncio
import time
from dataclasses import dataclass

from kit.messaging.topics import TopicPlan, ensure
from tests.reliability import clusters, probe
from tests.reliability.figures import between, caught_up, effects_at, failed, latency_ms
from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.load import Answer
from tests.reliability.readings import TOPIC, Effects, watching
from tests.reliability.reconciling import reconciled
from tests.reliability.site import Site, command, site

PAUSE_SECONDS_MAX = 5.0
BROKERS = 3


@dataclass(frozen=True, kw_only=True)
class Times:
    rate: int = 100
    before: float = 15.0
    one_gone: float = 45.0
    two_gone: float = 45.0
    after: float = 20.0

    @property
    def whole(self) -> float:
        return self.before + self.one_gone + self.two_gone + self.after


FULL = Times()
SHORT = Times(rate=50, before=1.0, one_gone=6.0, two_gone=2.0, after=1.0)


@dataclass(frozen=True, kw_only=True)
class Kills:
    first: float
    second: float
    back: float


async def run(trial: Trial) -> Outcome:
    times = SHORT if trial.is_short else FULL
    async with (
        clusters.mongo(trial.folder) as mongo,
        clusters.kafka_brokers(trial.folder, count=BROKERS) as kafka,
        watching(mongo.address) as effects,
        site(trial.folder, mongo, kafka, workers=2) as on,
    ):
        plan = TopicPlan(probe.TOPIC, partitions=1)
        await ensure(kafka.address, [plan], replicas=BROKERS)
        load = command(on, rate=times.rate, seconds=times.whole)
        kills = await _kill_two(on, times)
        answers = await load.answers()
        found = await reconciled(
            [*on.warmed, *answers],
            mongo_url=mongo.address,
            bootstrap=kafka.address,
            effects=effects,
        )
        dead = on.dead()
    figures, broken = _judged(answers, effects, kills)
    if dead:
        broken.append(f"died: {', '.join(dead)}")
    return Outcome(
        tried=len({one.command for one in answers}),
        lost=found.lost,
        duplicated=found.duplicated,
        broken=(*found.broken, *broken),
        figures=figures | found.figures,
    )


async def _kill_two(on: Site, times: Times) -> Kills:
    """Kill the leader of a partition, then another broker, then start both again."""
    await asyncio.sleep(times.before)
    leader = await clusters.leader_of(on.kafka, TOPIC, 0)
    assert leader is not None
    first = time.time()
    await leader.kill()
    await asyncio.sleep(max(0.0, first + times.one_gone - time.time()))
    other = next(node for node in on.kafka.nodes if node is not leader)
    second = time.time()
    await other.kill()
    await asyncio.sleep(max(0.0, second + times.two_gone - time.time()))
    await asyncio.gather(leader.start(), other.start())
    back = await probe.takes_records(on.kafka.address)
    return Kills(first=first, second=second, back=back)


def _judged(
    answers: list[Answer], effects: Effects, kills: Kills
) -> tuple[dict[str, object], list[str]]:
    pause = round(effects.gap(kills.first, kills.second), 2)
    refused = failed(answers)
    broken = []
    if pause > PAUSE_SECONDS_MAX:
        broken.append(f"effects paused for {pause} s after the first kill")
    if refused:
        broken.append(f"{len(refused)} commands failed, the first with {refused[0]}")
    figures: dict[str, object] = {
        "pause_seconds": pause,
        "p99_ms_one_gone": latency_ms(between(answers, kills.first, kills.second)),
        "p99_ms_two_gone": latency_ms(between(answers, kills.second, kills.back)),
        "failed": len(refused),
        "two_gone_seconds": round(kills.back - kills.second, 1),
        "caught_up_seconds": caught_up(answers, effects_at(effects), back=kills.back),
    }
    return figures, broken


LINE = Line(
    id="R2b",
    fault="one broker of three killed, then another",
    must=(
        "the first: nothing lost, pause ≤ 5 s; the second: commands go on, events "
        "wait, nothing lost on return"
    ),
    run=run,
)
