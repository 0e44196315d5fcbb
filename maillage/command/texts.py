"""`maillage texts`: what the catalogues lack, and the filling of new entries."""

from typing import Annotated

import typer

from kit.platform import ROOT
from kit.texts import N_, NN_, find_units
from kit.texts.checking import check, extract

from .screen import EXIT_FAILED
from .words import _, terminal_texts

PROBLEMS = NN_("{n} texte à reprendre.", "{n} textes à reprendre.")


def texts(
    *,
    checks: Annotated[
        bool, typer.Option("--check", help=_(N_("Échouer si un texte manque.")))
    ] = False,
    extracts: Annotated[
        bool,
        typer.Option("--extract", help=_(N_("Écrire les entrées nouvelles."))),
    ] = False,
) -> None:
    units = find_units(ROOT)
    if extracts:
        for path in extract(units):
            typer.echo(path.relative_to(ROOT))
    problems = check(units)
    for problem in problems:
        typer.echo(str(problem).replace(f"{ROOT}/", ""))
    if not problems:
        typer.echo(_(N_("Chaque texte est dans les deux langues.")))
        return
    typer.echo(terminal_texts().ngettext(*PROBLEMS, len(problems)), err=True)
    if checks:
        raise typer.Exit(EXIT_FAILED)
