"""The run of a command that works on the installation itself, and what stops it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import typer
import uvloop
from rich.console import Console

from kit.platform import Platform, platform
from kit.running.serving import build_all
from kit.service import Provided
from kit.texts import N_
from maillage.running import SERVICES, settings_here

from .options import folder_of
from .refusals import refused_on
from .screen import EXIT_FAILED, EXIT_INTERRUPTED, Screen

Do = Callable[[Platform, Provided, Screen], Awaitable[bool]]


def reached(do: Do, *, folder: Path | None, as_json: bool) -> None:
    """Do it here; leave with an error when it answers False or is kept from it."""
    screen = Screen(Console(highlight=False, stderr=as_json))

    async def reach() -> bool:
        settings = settings_here(folder_of(folder))
        async with (
            platform(settings) as built,
            build_all(built, SERVICES) as provided,
        ):
            return await do(built, provided, screen)

    try:
        with refused_on(screen):
            is_well = uvloop.run(reach())
    except KeyboardInterrupt:
        screen.note(N_("Ce qui est en cours continue sans cette fenêtre."))
        raise typer.Exit(EXIT_INTERRUPTED) from None
    raise typer.Exit(0 if is_well else EXIT_FAILED)
