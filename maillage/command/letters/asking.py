"""The options that choose letters, and the run of a command that deals with them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import typer
import uvloop
from rich.console import Console

from kit.texts import N_
from maillage.command.options import folder_of
from maillage.command.refusals import refused_on
from maillage.command.screen import Screen
from maillage.command.words import _
from maillage.running import settings_here
from maillage.running.letters import Letters, letters
from services.hub.deadletters.models import Family, Selection

MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%z"]

GroupOption = Annotated[str | None, typer.Option(help=_(N_("Le lecteur.")))]
FamilyOption = Annotated[Family | None, typer.Option(help=_(N_("La sorte de cause.")))]
ReasonOption = Annotated[str | None, typer.Option(help=_(N_("Le code de la cause.")))]
TypeOption = Annotated[
    str | None, typer.Option("--type", help=_(N_("Le type d’événement.")))
]
KeyOption = Annotated[str | None, typer.Option(help=_(N_("L’objet concerné.")))]
SinceOption = Annotated[
    datetime | None,
    typer.Option(formats=MOMENTS, help=_(N_("Mis de côté depuis ce moment."))),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option(formats=MOMENTS, help=_(N_("Mis de côté avant ce moment."))),
]
AllOption = Annotated[bool, typer.Option("--all", help=_(N_("Tout ce qui attend.")))]
YesOption = Annotated[bool, typer.Option("--yes", help=_(N_("Le faire vraiment.")))]
JsonOption = Annotated[bool, typer.Option("--json", help=_(N_("Répondre en JSON.")))]

Do = Callable[[Letters, Screen], Awaitable[None]]


class Filters(NamedTuple):
    """The options that choose letters, as they were typed."""

    group: str | None
    family: Family | None
    reason: str | None
    type: str | None
    key: str | None
    since: datetime | None
    until: datetime | None

    def selected(self, ids: Sequence[UUID] | None = None) -> dict[str, Any]:
        """Return what was given; a moment without zone is of this machine.

        Raises:
            ValidationError: one of them cannot be right.
        """
        told = self._asdict() | {
            "since": None if self.since is None else self.since.astimezone(),
            "until": None if self.until is None else self.until.astimezone(),
            "ids": tuple(ids) if ids else None,
        }
        return Selection.model_validate(told).model_dump(exclude_none=True)


def asked(do: Do, *, folder: Path | None, as_json: bool) -> None:
    """Do it here, and say what keeps it from being done."""
    screen = Screen(Console(highlight=False, stderr=as_json))

    async def reach() -> None:
        async with letters(settings_here(folder_of(folder))) as found:
            await do(found, screen)

    with refused_on(screen):
        uvloop.run(reach())
