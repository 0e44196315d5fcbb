"""`maillage demo`: the main job played on a site that runs, told as it happens."""

import typer
import uvloop
from aiohttp import ClientError

from kit.settings import Settings
from kit.texts import N_
from maillage.demo import NothingHappened, Refused, is_played, on_stage, play
from maillage.running import ADMINISTRATOR, Folder, settings_here

from .faults import FAULTS, tell_fault
from .options import FolderOption, folder_of
from .screen import EXIT_FAILED, Screen
from .telling import Teller
from .welcome import welcome
from .words import _

STOPPED: tuple[type[BaseException], ...] = (
    ExceptionGroup,
    NothingHappened,
    Refused,
    ClientError,
    TimeoutError,
)


def demo(*, folder: FolderOption = None) -> None:
    screen, kept = Screen(), folder_of(folder)
    try:
        settings = settings_here(kept)
        uvloop.run(played(screen, settings, kept))
    except FAULTS as fault:
        tell_fault(screen, fault)
        raise typer.Exit(EXIT_FAILED) from None
    except STOPPED as fault:
        tell_stopped(screen, fault)
        raise typer.Exit(EXIT_FAILED) from None
    welcome(screen, settings, kept, has_demo=True)


async def played(
    screen: Screen, settings: Settings, folder: Folder, *, only_first: bool = False
) -> None:
    async with on_stage(
        settings,
        password=folder.password,
        administrator=ADMINISTRATOR,
        tell=Teller(screen),
    ) as on:
        if only_first and await is_played(on):
            return
        await play(on)
    screen.rest()


def tell_stopped(screen: Screen, fault: BaseException) -> None:
    why = fault
    while isinstance(why, ExceptionGroup):
        why = why.exceptions[0]
    told = f"{type(why).__name__} {why}".strip()
    screen.refuse(_(N_("La démonstration s’est arrêtée : {why}"), why=told))
