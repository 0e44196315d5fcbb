"""`python -m services.<name> api|worker|relay|migrate`: one role of one service."""

import asyncio
import signal
import sys
from collections.abc import Sequence

import structlog
import uvloop
from aiokafka.errors import KafkaError

from kit.logs import configure
from kit.messaging.topics import KafkaUnavailable
from kit.mongo import MongoUnavailable
from kit.platform import Platform, platform
from kit.service import Service
from kit.settings import Settings, SettingsRefused, read_settings

from .garbage import tune_garbage_collection
from .migrating import migrate
from .relaying import relays
from .serving import application, build_all, health_served, serve
from .working import MissingTopics, workers

log = structlog.get_logger()

ROLES = ("api", "worker", "relay", "migrate")
WRONG_USE, ABSENT, DIED, WRONG_SETTINGS = 2, 69, 70, 78

# What a role cannot start without: whoever supervises it tries again.
ABSENCES: tuple[type[Exception], ...] = (
    *MongoUnavailable,
    KafkaUnavailable,
    KafkaError,
    MissingTopics,
    OSError,
)


def run_role(service: Service, arguments: Sequence[str] | None = None) -> int:
    """Run one role until it is told to stop; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 1 or given[0] not in ROLES:
        print(f"usage: python -m services.{service.name} {'|'.join(ROLES)}")  # noqa: T201 - for a person
        return WRONG_USE
    try:
        settings = read_settings()
    except SettingsRefused as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)  # noqa: T201 - before logs are configured
        return WRONG_SETTINGS
    configure(settings.log_level)
    return uvloop.run(_run(service, given[0], settings))


async def _run(service: Service, role: str, settings: Settings) -> int:
    """Return 0 when it was told to stop, else why it has to be started again."""
    async with platform(settings) as built:
        stop = stop_on_signals()
        try:
            await _play(built, service, role, stop)
        except ABSENCES as error:
            told = {"error": type(error).__name__, "what": str(error)}
            log.critical("role.cannot_run", service=service.name, role=role, **told)
            return ABSENT
        return DIED if built.health.died.is_set() else 0


async def _play(
    built: Platform, service: Service, role: str, stop: asyncio.Event
) -> None:
    health = built.settings.health
    match role:
        case "api":
            app = application(built, [service])
            tune_garbage_collection()
            await serve(app, built.settings.http, stop, health=built.health)
        case "relay":
            async with health_served(built, health, role), relays(built, [service]):
                await _until(built, stop, service, role)
        case "worker":
            async with (
                health_served(built, health, role),
                build_all(built, [service]) as provided,
                workers(built, [service], provided),
            ):
                await _until(built, stop, service, role)
        case _:
            async with build_all(built, [service]) as provided:
                await migrate(built, [service], provided)


async def _until(
    built: Platform, stop: asyncio.Event, service: Service, role: str
) -> None:
    """Wait for the signal to stop, or for the death of a part that it lives by."""
    tune_garbage_collection()
    log.info("role.started", service=service.name, role=role)
    ends = [asyncio.create_task(one.wait()) for one in (stop, built.health.died)]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for one in ends:
        one.cancel()
    built.health.is_stopping = True
    log.info("role.stopping", service=service.name, role=role)


def stop_on_signals() -> asyncio.Event:
    """Return what SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
