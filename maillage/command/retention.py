"""`maillage retention`: what is too old, counted; with --apply, ended."""

from typing import Annotated

import typer
import uvloop

from kit.people import RetentionService
from kit.platform import platform
from kit.running.serving import build_all
from kit.settings import Settings
from kit.texts import N_
from maillage.running import SERVICES, settings_here
from schemas.personal import KEPT

from .faults import FAULTS, tell_fault
from .options import FolderOption, folder_of
from .screen import EXIT_FAILED, Screen
from .words import _


def retention(
    *,
    applies: Annotated[
        bool,
        typer.Option(
            "--apply", help=_(N_("Supprimer ou rendre anonyme, pour de bon."))
        ),
    ] = False,
    folder: FolderOption = None,
) -> None:
    screen = Screen()
    try:
        settings = settings_here(folder_of(folder))
        uvloop.run(_retain(settings, screen, applies=applies))
    except FAULTS as fault:
        tell_fault(screen, fault)
        raise typer.Exit(EXIT_FAILED) from None


async def _retain(settings: Settings, screen: Screen, *, applies: bool) -> None:
    async with (
        platform(settings) as built,
        build_all(built, SERVICES) as provided,
    ):
        keepers = [
            one for one in provided.values() if isinstance(one, RetentionService)
        ]
        for keeper in keepers:
            found = await (keeper.apply() if applies else keeper.forecast())
            for one in found:
                rule = KEPT[one.kept].then.within(screen.texts.language)
                screen.note(
                    N_("{records} : {count}, d’avant le {day} ({rule})"),
                    records=one.code,
                    count=screen.texts.number(one.count),
                    day=screen.texts.day(one.before),
                    rule=rule,
                )
    if not applies:
        screen.note(N_("Rien n’a changé : --apply le fait, comme chaque nuit."))
