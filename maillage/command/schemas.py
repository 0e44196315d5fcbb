"""`maillage schemas`: the promises as files that machines read."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Final

import typer
from fastapi import FastAPI

from kit.http import create_application
from kit.platform import ROOT
from kit.texts import N_, NN_
from maillage.contracts import Refusal, check, files, write
from maillage.running.services import SERVICES

from .screen import EXIT_FAILED
from .words import _, terminal_texts

WHY: Final[Mapping[str, str]] = {
    "drift": N_("{path} : n’est plus ce que le code promet."),
    "missing": N_("{path} : promis par le code, absent."),
    "stranger": N_("{path} : plus personne ne le promet."),
    "broken": N_("{path} : promesse rompue, {detail}."),
    "withdrawn": N_("{path} : promesse retirée."),
}
PROBLEMS: Final = NN_("{n} contrat à reprendre.", "{n} contrats à reprendre.")
ADVICE: Final = N_(
    "Écrivez les fichiers par `maillage schemas`. Une promesse rompue demande une "
    "nouvelle version du type : un contrat ne gagne que des champs facultatifs."
)


def schemas(
    *,
    checks: Annotated[
        bool,
        typer.Option("--check", help=_(N_("Échouer si les fichiers ont changé."))),
    ] = False,
) -> None:
    wanted = files(application())
    if checks:
        _tell(check(ROOT, wanted))
        return
    for path in write(ROOT, wanted):
        typer.echo(path)


def application() -> FastAPI:
    """Build the whole interface, to be described and not to be served."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[Mapping[str, object]]:
        yield {}

    return create_application(
        "Maillage",
        lifespan,
        api=[router for service in SERVICES for router in service.api],
    )


def _tell(refusals: list[Refusal]) -> None:
    if not refusals:
        typer.echo(_(N_("Chaque contrat est tenu.")))
        return
    texts = terminal_texts()
    for one in refusals:
        typer.echo(texts.gettext(WHY[one.kind], path=one.path, detail=one.detail))
    typer.echo(texts.ngettext(*PROBLEMS, len(refusals)), err=True)
    typer.echo(texts.gettext(ADVICE), err=True)
    raise typer.Exit(EXIT_FAILED)
