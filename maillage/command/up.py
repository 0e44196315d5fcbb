"""`maillage up`: real servers, every role, the demo on the first start, one screen."""

import asyncio
import logging
import signal
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Annotated

import typer
import uvloop

from kit.logs import configure
from kit.settings import Settings
from kit.texts import N_
from maillage.embedded import servers
from maillage.running import (
    SERVICES,
    Addresses,
    Folder,
    Whole,
    embedded_settings,
    free_port,
    given_servers,
    whole,
)

from .demo import STOPPED, played, tell_stopped
from .faults import FAULTS, tell_fault
from .options import FolderOption, folder_of
from .screen import EXIT_FAILED, EXIT_INTERRUPTED, Screen
from .welcome import welcome
from .words import _

PORT = 8000
SMTP_PORT = 8025


@dataclass
class Run:
    """What was asked for, where it is kept, and how far it went."""

    folder: Folder
    screen: Screen
    port: int
    plays_demo: bool
    is_up: bool = False


def up(
    *,
    port: Annotated[
        int, typer.Option(min=1, max=65_535, help=_(N_("Port du site.")))
    ] = PORT,
    no_demo: Annotated[
        bool, typer.Option("--no-demo", help=_(N_("Ne pas jouer la démonstration.")))
    ] = False,
    folder: FolderOption = None,
) -> None:
    run = Run(
        folder=folder_of(folder), screen=Screen(), port=port, plays_demo=not no_demo
    )
    # Until the log is open, what libraries say would tear the screen.
    logging.basicConfig(handlers=[logging.NullHandler()])
    raise typer.Exit(uvloop.run(_until_told(run)))


async def _until_told(run: Run) -> int:
    """Run until a signal; return the exit code."""
    running = asyncio.create_task(_run(run))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _stop, run, running)
    try:
        await running
    except asyncio.CancelledError:
        run.screen.done(N_("Tout est arrêté."))
        return 0 if run.is_up else EXIT_INTERRUPTED
    except FAULTS as fault:
        tell_fault(run.screen, fault)
        return EXIT_FAILED
    run.screen.refuse(_(N_("Le site ne répond plus ; voyez les journaux.")))
    return EXIT_FAILED


def _stop(run: Run, running: asyncio.Task[None]) -> None:
    """Stop in order, once: a second signal would leave things half stopped."""
    if not running.cancelling():
        run.screen.doing(N_("Arrêt : ce qui est en cours se termine…"))
        running.cancel()


async def _run(run: Run) -> None:
    async with AsyncExitStack() as stack:
        running = await _started(run, stack)
        run.is_up = True
        if run.plays_demo:
            await _play_once(run, running.platform.settings)
        settings = running.platform.settings
        welcome(run.screen, settings, run.folder, has_demo=run.plays_demo)
        # Not awaited itself: a signal must not cut it, but let it finish.
        await asyncio.wait({running.serving})


async def _started(run: Run, stack: AsyncExitStack) -> Whole:
    run.screen.doing(N_("MongoDB et Kafka démarrent…"))
    given = given_servers()
    at = await stack.enter_async_context(
        servers(
            run.folder.path,
            on_progress=run.screen.doing,
            mongo_url=given.mongo_url,
            kafka_bootstrap=given.kafka_bootstrap,
        )
    )
    run.screen.done(N_("MongoDB et Kafka répondent."))
    log = stack.enter_context(run.folder.open_log())
    addresses = Addresses(
        mongo_url=at.mongo_url,
        kafka_bootstrap=at.kafka_bootstrap,
        http_port=_port(run),
        smtp_port=free_port(SMTP_PORT),
    )
    settings = embedded_settings(run.folder, addresses)
    run.folder.note_run(addresses.note())
    stack.callback(run.folder.forget_run)
    configure(settings.log_level, to=log)
    run.screen.doing(N_("Les collections, les sujets et les territoires s’installent…"))
    running = await stack.enter_async_context(
        whole(settings, SERVICES, on_migrated=lambda: _migrated(run.screen))
    )
    run.screen.done(N_("Le site répond : {address}"), address=settings.public_url)
    return running


async def _play_once(run: Run, settings: Settings) -> None:
    """Play the demo on the first start; a site without its story is still a site."""
    try:
        await played(run.screen, settings, run.folder, only_first=True)
    except STOPPED as fault:
        tell_stopped(run.screen, fault)


def _migrated(screen: Screen) -> None:
    screen.done(N_("Les données sont prêtes."))
    screen.doing(N_("Les services démarrent…"))


def _port(run: Run) -> int:
    port = free_port(run.port)
    if port != run.port:
        taken = N_("Le port {wanted} est pris : le site sera sur le port {port}.")
        run.screen.note(taken, wanted=run.port, port=port)
    return port
