"""R1: every process of the path is killed, at every point, while commands go on."""

import random
import time
from contextlib import AsyncExitStack

from kit.failpoints import Failpoint
from maillage.embedded import Servers
from maillage.embedded import servers as embedded_servers
from tests.conftest import quiet
from tests.reliability.kills import ground, readings, stimuli
from tests.reliability.kills.clients import Clients
from tests.reliability.kills.comparing import Compared, compared
from tests.reliability.kills.crew import LENGTHS, SHORT_LENGTHS, crew, free_ports, serve
from tests.reliability.kills.drawing import API, JOBS, RELAY, TELLER, Draw, dealt
from tests.reliability.kills.fire import Fire, Size
from tests.reliability.kills.letters import Letters
from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.supervisor import Supervisor
from tests.support.harness import eventually

HITS_MIN = 5
SETTLED_SECONDS = 180.0
SERVES_SECONDS = 60.0
# Ten in an installation, as in the full run.
SHORT_TRANSACTION = 2
FULL = Size(
    commands=10_000,
    kills=200,
    people=200,
    webinars=60,
    moving=8,
    late={API: 500, RELAY: 25, JOBS: 2, TELLER: 25},
    each_seconds=1.0,
    stalled_seconds=25.0,
    seconds_max=1_200.0,
)
SHORT = Size(
    commands=300,
    kills=12,
    people=60,
    webinars=8,
    moving=2,
    late={API: 6, RELAY: 3, JOBS: 2, TELLER: 3},
    each_seconds=0.3,
    stalled_seconds=5.0,
    seconds_max=60.0,
)


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    running = embedded_servers(trial.folder, on_progress=quiet, fresh=True, test=True)
    async with (
        running as servers,
        ground.prepared(
            servers, people=size.people, webinars=size.webinars, moving=size.moving
        ) as on,
    ):
        if trial.is_short:
            await ground.end_transactions_after(servers, seconds=SHORT_TRANSACTION)
        return await _killed(trial, size, servers, on)


async def _killed(
    trial: Trial, size: Size, servers: Servers, on: ground.Ground
) -> Outcome:
    chance = random.Random(trial.seed)  # noqa: S311 - a seed replays the run
    draw = Draw(chance, points=dealt(chance, size.kills), late=size.late)
    letters, ports = Letters(), free_ports(trial.folder)
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(letters.open())
        odd = await stack.enter_async_context(stimuli.opened(on.platform))
        roles = await stack.enter_async_context(
            crew(
                trial.folder,
                servers,
                draw,
                ports=ports,
                mail_port=letters.port,
                lengths=SHORT_LENGTHS if trial.is_short else LENGTHS,
            )
        )
        clients = await stack.enter_async_context(Clients(urls, chance))
        await _serving(ports, roles)
        started_at = time.monotonic()
        fire = Fire(size, chance, on, odd, clients, roles, draw)
        is_whole = await fire.burn()
        seconds = time.monotonic() - started_at
        is_quiet = await _settled(servers)
        codes = await roles.stop()
        result = compared(
            await readings.read(servers),
            clients=clients,
            letters=letters,
            stimuli=odd,
            deaths=roles.deaths,
        )
    hits = roles.reached()
    return _outcome(
        result,
        tried=clients.sent,
        broken=[
            *([] if is_whole else [f"{draw.left} kills did not take place in time"]),
            *([] if is_quiet else [f"not quiet {SETTLED_SECONDS:g} s after the end"]),
            *(f"{one.member} ended by itself: {one.code}" for one in roles.unexplained),
            *(f"{name} stopped with {code}" for name, code in codes.items() if code),
            *([] if trial.is_short else _missed(hits)),
        ],
        figures={
            "kills": len(roles.deaths),
            "seconds_under_fire": round(seconds, 1),
            "hits": {str(point): hits[point] for point in sorted(hits)},
        },
    )


def _outcome(
    result: Compared, *, tried: int, broken: list[str], figures: dict[str, object]
) -> Outcome:
    return Outcome(
        tried=tried,
        lost=result.lost,
        duplicated=result.duplicated,
        broken=(*broken, *result.broken),
        figures={**figures, **result.figures},
    )


def _missed(hits: dict[Failpoint, int]) -> list[str]:
    return [
        f"{point} was hit {hits.get(point, 0)} times"
        for point in Failpoint
        if hits.get(point, 0) < HITS_MIN
    ]


async def _serving(ports: list[int], roles: Supervisor) -> None:
    try:
        await eventually(lambda: serve(ports), seconds=SERVES_SECONDS)
    except AssertionError as error:
        raise RuntimeError(roles.log.read_text()[-3_000:]) from error


async def _settled(servers: Servers) -> bool:
    try:
        await eventually(
            lambda: readings.is_quiet(servers), seconds=SETTLED_SECONDS, every=0.5
        )
    except AssertionError:
        return False
    return True


LINE = Line(
    id="R1",
    fault=(
        "200 seeded `kill -9` over 10 000 commands, every failpoint hit at least five "
        "times and reported"
    ),
    must=(
        "0 acknowledged commands lost, 0 duplicate notifications; the one window "
        "between the mail server’s 250 and our note counted apart, same Message-ID"
    ),
    run=run,
)
