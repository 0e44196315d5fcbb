"""`python -m services.<name> api|worker|relay|migrate`: one role of one service."""

import asyncio
import signal
import sys
from collections.abc import Sequence

import structlog
import uvloop

from kit.logs import configure
from kit.platform import Platform, platform
from kit.service import Service
from kit.settings import Settings, SettingsRefused, read_settings

from .migrating import migrate
from .relaying import relays
from .serving import application, build_all, serve
from .working import workers

log = structlog.get_logger()

ROLES = ("api", "worker", "relay", "migrate")
WRONG_USE, WRONG_SETTINGS = 2, 78


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
    uvloop.run(_run(service, given[0], settings))
    return 0


async def _run(service: Service, role: str, settings: Settings) -> None:
    async with platform(settings) as built:
        stop = stop_on_signals()
        match role:
            case "api":
                await serve(application(built, [service]), settings.http, stop)
            case "relay":
                async with relays(built, [service]):
                    await _until(stop, service, role)
            case "worker":
                await _work(built, service, stop)
            case _:
                async with build_all(built, [service]) as provided:
                    await migrate(built, [service], provided)


async def _work(built: Platform, service: Service, stop: asyncio.Event) -> None:
    async with (
        build_all(built, [service]) as provided,
        workers(built, [service], provided),
    ):
        await _until(stop, service, "worker")


async def _until(stop: asyncio.Event, service: Service, role: str) -> None:
    log.info("role.started", service=service.name, role=role)
    await stop.wait()
    log.info("role.stopping", service=service.name, role=role)


def stop_on_signals() -> asyncio.Event:
    """Return what SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
