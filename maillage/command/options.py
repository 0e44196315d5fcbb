"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from kit.texts import N_
from maillage.running import Folder

from .words import _

FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", help=_(N_("Dossier des données et des journaux."))),
]


def folder_of(told: Path | None) -> Folder:
    return Folder(told.resolve()) if told else Folder()
