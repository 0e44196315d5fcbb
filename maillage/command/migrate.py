"""`maillage migrate`: what every service stands on, made or brought up to date."""

import typer
import uvloop

from kit.platform import platform
from kit.running import migrate as migrate_services
from kit.running.serving import build_all
from kit.settings import Settings
from kit.texts import N_
from maillage.running import SERVICES, settings_here

from .faults import FAULTS, tell_fault
from .options import FolderOption, folder_of
from .screen import EXIT_FAILED, Screen


def migrate(*, folder: FolderOption = None) -> None:
    screen = Screen()
    try:
        uvloop.run(_migrate(settings_here(folder_of(folder)), screen))
    except FAULTS as fault:
        tell_fault(screen, fault)
        raise typer.Exit(EXIT_FAILED) from None


async def _migrate(settings: Settings, screen: Screen) -> None:
    async with (
        platform(settings) as built,
        build_all(built, SERVICES) as provided,
    ):
        await migrate_services(
            built, SERVICES, provided, say=lambda step: screen.done("{step}", step=step)
        )
    screen.note(N_("Tout est en place."))
