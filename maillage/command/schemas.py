"""`maillage schemas`: the promises as files that machines read."""

from typing import Annotated

import typer

from kit.texts import N_

from .words import _


def schemas(
    *,
    checks: Annotated[
        bool,
        typer.Option("--check", help=_(N_("Échouer si les fichiers ont changé."))),
    ] = False,
) -> None:
    _ = checks
