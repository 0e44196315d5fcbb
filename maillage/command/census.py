"""`maillage census check`: what an import would say, with nothing applied."""

import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
import uvloop
from rich.console import Console

from kit.errors import ServiceError
from kit.texts import N_
from maillage.running import Facing, facing, settings_here
from services.registry.imports.models import Importer, Table
from services.registry.imports.parsing import read_table
from services.registry.imports.rules import Register, analyse, summarise
from services.registry.territories.parsing import load_gazetteer

from .faults import FAULTS, tell_fault
from .options import FolderOption, folder_of
from .screen import EXIT_FAILED, Screen
from .verdicts import show_verdicts
from .words import _

census = typer.Typer(no_args_is_help=True)


@census.command(help=_(N_("Analyser un fichier sans rien appliquer.")))
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help=_(N_("Répondre en JSON.")))
    ] = False,
    alone: Annotated[
        bool, typer.Option("--alone", help=_(N_("Face à un registre vide.")))
    ] = False,
    centre: Annotated[
        UUID | None,
        typer.Option(help=_(N_("Le centre qui importe ; sans lui, la nation."))),
    ] = None,
    folder: FolderOption = None,
) -> None:
    screen = Screen(Console(highlight=False, stderr=as_json))
    try:
        table = read_table(file.read_bytes())
        met = Facing(Importer(centre_id=centre), Register())
        if not alone:
            settings = settings_here(folder_of(folder))
            met = uvloop.run(facing(settings, table, centre_id=centre))
        _tell(screen, table, met, as_json=as_json)
    except ServiceError as error:
        screen.refuse(_(error.title, **error.facts))
        screen.note(error.detail, **error.facts)
        raise typer.Exit(EXIT_FAILED) from None
    except FAULTS as fault:
        tell_fault(screen, fault)
        raise typer.Exit(EXIT_FAILED) from None


def _tell(
    screen: Screen,
    table: Table,
    met: Facing,
    *,
    as_json: bool,
) -> None:
    lines = list(
        analyse(
            table,
            register=met.register,
            importer=met.importer,
            gazetteer=load_gazetteer(),
        )
    )
    summary = summarise(table, lines)
    if as_json:
        typer.echo(json.dumps(summary.model_dump(mode="json"), ensure_ascii=False))
    else:
        show_verdicts(screen, summary, lines)
