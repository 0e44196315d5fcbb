"""`maillage doctor`: whether an installation is well; what it takes, if asked."""

import json
from collections.abc import Iterable
from typing import Annotated

import typer
import uvloop
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kit.texts import N_
from maillage.doctor import DidNotStart, Finding, Measure, look, measure
from maillage.running import Folder, settings_here

from .faults import FAULTS, tell_fault
from .options import FolderOption, folder_of
from .screen import EXIT_FAILED, Screen
from .words import _


def doctor(
    *,
    measures: Annotated[
        bool,
        typer.Option("--measure", help=_(N_("Mesurer une installation à part."))),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=_(N_("Répondre en JSON.")))
    ] = False,
    folder: FolderOption = None,
) -> None:
    screen = Screen(Console(highlight=False, stderr=as_json))
    kept = folder_of(folder)
    try:
        is_well = (
            _measure(screen, kept, as_json=as_json)
            if measures
            else _look(screen, kept, as_json=as_json)
        )
    except DidNotStart:
        screen.refuse(_(N_("Le site ne répond plus ; voyez les journaux.")))
        raise typer.Exit(EXIT_FAILED) from None
    except FAULTS as fault:
        tell_fault(screen, fault)
        raise typer.Exit(EXIT_FAILED) from None
    raise typer.Exit(0 if is_well else EXIT_FAILED)


def _look(screen: Screen, folder: Folder, *, as_json: bool) -> bool:
    diagnosis = uvloop.run(look(settings_here(folder)))
    if as_json:
        told = diagnosis.model_dump() | {"is_well": diagnosis.is_well}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        screen.console.print(_findings(diagnosis.findings))
        screen.console.print(_verdict(is_well=diagnosis.is_well))
    return diagnosis.is_well


def _measure(screen: Screen, folder: Folder, *, as_json: bool) -> bool:
    apart = Folder(folder.path / "measure")
    measures = uvloop.run(measure(apart, screen.doing))
    screen.rest()
    if as_json:
        told = [one._asdict() | {"is_kept": one.is_kept} for one in measures]
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        screen.console.print(_measures(measures))
    return all(one.is_kept for one in measures)


def _findings(findings: Iterable[Finding]) -> Table:
    table = Table.grid(padding=(0, 2))
    for one in findings:
        table.add_row(_mark(is_well=one.is_well), _(one.name), one.about, one.value)
    return table


def _measures(measures: Iterable[Measure]) -> Table:
    table = Table.grid(padding=(0, 2))
    for one in measures:
        limit = "" if one.limit is None else f"≤ {one.limit:g} {one.unit}"
        value = f"{one.value:.1f} {one.unit}"
        mark = _mark(is_well=one.is_kept)
        table.add_row(mark, _(one.name), one.about, value, limit)
    return table


def _mark(*, is_well: bool) -> Text:
    return Text("  ✓", style="green") if is_well else Text("  ✗", style="bold red")


def _verdict(*, is_well: bool) -> Text:
    if is_well:
        return Text("  " + _(N_("Tout va bien.")), style="green")
    return Text("  " + _(N_("Quelque chose demande votre attention.")), style="red")
