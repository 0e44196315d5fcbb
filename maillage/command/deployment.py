"""`maillage deployment`: the files of `deploy/` that are made from the code."""

from typing import Annotated

import typer

from kit.platform import ROOT
from kit.texts import N_
from maillage.deployment import drifted, write

from .screen import EXIT_FAILED
from .words import _


def deployment(
    *,
    checks: Annotated[
        bool,
        typer.Option("--check", help=_(N_("Échouer si les fichiers ont changé."))),
    ] = False,
) -> None:
    changed = drifted(ROOT) if checks else write(ROOT)
    for path in changed:
        typer.echo(path.relative_to(ROOT))
    if checks and changed:
        typer.echo(_(N_("Lancez « maillage deployment » et relisez.")), err=True)
        raise typer.Exit(EXIT_FAILED)
