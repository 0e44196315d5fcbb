"""R21: every role is restarted in turn behind a gateway, and nobody notices."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from tests.reliability import clusters
from tests.reliability.figures import failed, latency_ms
from tests.reliability.gateway import gateway
from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.load import Answer
from tests.reliability.members import Death, Member
from tests.reliability.readings import settled, watching
from tests.reliability.reconciling import reconciled
from tests.reliability.site import Site, command, environment_of, migrated
from tests.reliability.supervisor import Supervisor
from tests.support.harness import eventually
from tests.support.ports import own_port

STOP_SECONDS_MAX = 15.0
READY_SECONDS = 60.0
READS = ("/api/v1/partners?limit=5", "/api/v1/themes", "/agenda", "/api/v1/committees")
READS_EACH = 3
ROLES = ("api", "worker", "relay")
OK = 200


@dataclass(frozen=True, kw_only=True)
class Size:
    """Each command has `READS_EACH` reads beside it."""

    services: Sequence[str]
    commands: int
    seconds: float
    restarted: Sequence[int] = (1, 2)


FULL = Size(services=("registry", "governance", "webinars"), commands=50, seconds=150.0)
SHORT = Size(
    services=("registry", "webinars"), commands=10, seconds=25.0, restarted=(1,)
)


@dataclass
class Rolled:
    """How long each process took to stop, and how it ended."""

    deaths: list[Death] = field(default_factory=list)
    stops: dict[str, float] = field(default_factory=dict)
    over_at: float = 0.0


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    rolled = Rolled()
    async with (
        clusters.mongo(trial.folder) as mongo,
        clusters.kafka_brokers(trial.folder) as kafka,
        watching(mongo.address) as effects,
    ):
        front = own_port("gateway", folder=trial.folder)
        on = Site(trial.folder, mongo, kafka, f"http://127.0.0.1:{front}")
        environment = environment_of(on, front) | {"MAILLAGE_HTTP__DRAIN_SECONDS": "1"}
        on.token = await migrated(environment)
        members = _members(trial, size)
        async with (
            Supervisor(
                trial.folder / "crew",
                members=members,
                environment=environment,
                on_death=rolled.deaths.append,
            ) as crew,
            gateway(
                trial.folder / "gateway", port=front, servers=_apis(members)
            ) as nginx,
        ):
            await asyncio.gather(*(_is_ready(member) for member in members))
            answers = await _answers(on, size, crew, members, rolled)
            found = await reconciled(
                answers,
                mongo_url=mongo.address,
                bootstrap=kafka.address,
                effects=effects,
            )
            is_gateway_up = nginx.is_running()
            codes = await crew.stop()
    broken = [*found.broken, *_judged(answers, rolled, codes)]
    if not is_gateway_up:
        broken.append("the gateway fell")
    return Outcome(
        tried=len(answers),
        lost=found.lost,
        duplicated=found.duplicated,
        broken=tuple(broken),
        figures=found.figures
        | {
            "restarts": len(rolled.stops),
            "requests_per_second": (1 + READS_EACH) * size.commands,
            "failed": len(failed(answers)),
            "slowest_stop_seconds": round(max(rolled.stops.values(), default=0.0), 2),
            "p99_ms": latency_ms([one for one in answers if one.attempt == 0]),
        },
    )


async def _answers(
    on: Site, size: Size, crew: Supervisor, members: Sequence[Member], rolled: Rolled
) -> list[Answer]:
    """Command and read while each member in turn is asked to stop."""
    first = await command(on, rate=10, seconds=1.0, first=1_000_000).answers()
    await settled(on.mongo.address, seconds=READY_SECONDS)
    reads = [path for path in READS if _serves(path, size)]
    load = command(
        on, rate=size.commands, seconds=size.seconds, reads=reads, reads_each=READS_EACH
    )
    for member in members:
        if member.name.endswith(tuple(map(str, size.restarted))):
            await _restart(member, crew, rolled)
    rolled.over_at = time.time()
    return [*first, *await load.answers()]


async def _restart(member: Member, crew: Supervisor, rolled: Rolled) -> None:
    """One at a time, and the next only once this one works again."""
    before = crew.pid(member.name)
    began = time.monotonic()
    await crew.stop_one(member.name)

    async def has_ended() -> bool:
        return crew.pid(member.name) != before

    await eventually(has_ended, seconds=4 * STOP_SECONDS_MAX, every=0.02)
    rolled.stops[member.name] = time.monotonic() - began
    await _is_ready(member)


async def _is_ready(member: Member) -> None:
    port = member.environment[_port_name(member.role)]

    async def says_so() -> bool:
        try:
            async with aiohttp.request("GET", f"http://127.0.0.1:{port}/readyz") as got:
                return got.status == OK
        except aiohttp.ClientError:
            return False

    await eventually(says_so, seconds=READY_SECONDS, every=0.05)


def _judged(
    answers: Sequence[Answer],
    rolled: Rolled,
    codes: dict[str, int],
) -> list[str]:
    broken = []
    refused = failed(answers)
    if refused:
        broken.append(f"{len(refused)} requests failed, the first with {refused[0]}")
    slow = {n: s for n, s in rolled.stops.items() if s > STOP_SECONDS_MAX}
    broken += [f"{name} took {took:.1f} s to stop" for name, took in slow.items()]
    ends = {death.member: death.code for death in rolled.deaths} | codes
    broken += [f"{name} ended with {code}" for name, code in ends.items() if code]
    fell = [death.member for death in rolled.deaths if not death.is_ours]
    broken += [f"{name} fell by itself" for name in fell]
    if rolled.over_at > max(one.due for one in answers):
        broken.append("the load ended before the last restart")
    return broken


def _members(trial: Trial, size: Size) -> list[Member]:
    """Two of each role; the order in which they are restarted."""
    return [
        Member(
            name=f"{service}-{role}-{number}",
            service=f"services.{service}.roles:{service.upper()}",
            role=role,
            environment={
                _port_name(role): str(
                    own_port(f"{service}-{role}-{number}", folder=trial.folder)
                )
            },
        )
        for number in (1, 2)
        for service in size.services
        for role in ROLES
    ]


def _port_name(role: str) -> str:
    return "MAILLAGE_HTTP__PORT" if role == "api" else "MAILLAGE_HEALTH__PORT"


def _apis(members: Sequence[Member]) -> dict[str, list[str]]:
    addresses: dict[str, list[str]] = {}
    for member in members:
        if member.role == "api":
            service = member.name.partition("-")[0]
            port = member.environment[_port_name(member.role)]
            addresses.setdefault(service, []).append(f"127.0.0.1:{port}")
    return addresses


def _serves(path: str, size: Size) -> bool:
    """Leave out what a service that does not run would answer."""
    return "committees" not in path or "governance" in size.services


LINE = Line(
    id="R21",
    fault="rolling restart of every role, two of each behind nginx, at 200 requests/s",
    must="0 failed requests, 0 duplicate effects, each stops in ≤ 15 s",
    run=run,
)
