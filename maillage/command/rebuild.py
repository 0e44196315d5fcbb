"""`maillage rebuild`: build a copy from the journal, compare, exchange if asked."""

import asyncio
import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from kit.ids import new_id
from kit.platform import Platform
from kit.rebuilds import HandsOff, Rebuild, RebuildWorker, Report
from kit.service import Provided, Service
from kit.texts import N_
from maillage.running import SERVICES
from schemas.readers import READ_MODELS
from services.hub.rebuilds.errors import UnknownReadModel
from services.hub.rebuilds.models import NewRebuild, view

from .options import FolderOption
from .reaching import reached
from .screen import Screen
from .words import _, terminal_texts

FOLLOW_SECONDS = 0.5
OWNERS: Mapping[str, Service] = {
    model.name: service for service in SERVICES for model in service.read_models
}


def rebuild(
    model: Annotated[
        str | None, typer.Argument(help=_(N_("La copie ; sans elle, leur liste.")))
    ] = None,
    *,
    swap: Annotated[
        bool, typer.Option("--swap", help=_(N_("Prendre la place, une fois comparée.")))
    ] = False,
    despite_gaps: Annotated[
        bool,
        typer.Option(
            "--despite-gaps", help=_(N_("Même si le journal n’a plus tout gardé."))
        ),
    ] = False,
    reason: Annotated[str, typer.Option(help=_(N_("Le motif, gardé.")))] = "maillage",
    as_json: Annotated[
        bool, typer.Option("--json", help=_(N_("Répondre en JSON.")))
    ] = False,
    folder: FolderOption = None,
) -> None:
    if model is None:
        _list_models()
        return
    name = model

    async def do(built: Platform, _provided: Provided, screen: Screen) -> bool:
        owner = OWNERS.get(name)
        if owner is None:
            raise UnknownReadModel(model=name)
        wanted = NewRebuild(
            model=name, swaps=swap, despite_gaps=despite_gaps, reason=reason
        )
        worker = RebuildWorker(built, service=owner.name, models=owner.read_models)
        ended = await _lead(built, worker, wanted, screen)
        _show(screen, ended, as_json=as_json)
        return ended.state == "done" and (swap or _is_same(ended.report))

    reached(do, folder=folder, as_json=as_json)


async def _lead(
    built: Platform, worker: RebuildWorker, wanted: NewRebuild, screen: Screen
) -> Rebuild:
    """Lead it in this process, and show how far it is."""
    asked = Rebuild(**wanted.model_dump(), id=new_id(), by=None, asked_at=built.clock())
    await worker.ask(asked, leads=True)
    leading = asyncio.create_task(worker.lead(asked))
    while not leading.done():
        _show_progress(screen, await worker.get(asked.id))
        await asyncio.wait({leading}, timeout=FOLLOW_SECONDS)
    try:
        return leading.result()
    except HandsOff:
        # A worker took over while this process was frozen, or somebody stopped it.
        while (now := await worker.get(asked.id)).is_active:
            _show_progress(screen, now)
            await asyncio.sleep(FOLLOW_SECONDS)
        return now


def _show_progress(screen: Screen, now: Rebuild) -> None:
    screen.doing(
        N_("{done} faits relus sur {all}"), done=now.read_count, all=now.total_count
    )


def _is_same(report: Report | None) -> bool:
    return report is not None and report.is_same


def _show(screen: Screen, ended: Rebuild, *, as_json: bool) -> None:
    screen.done(
        N_("{done} faits relus sur {all}"),
        done=ended.read_count,
        all=ended.total_count,
    )
    if as_json:
        _tell_json(view(ended).model_dump(mode="json"))
        return
    if ended.report is not None:
        _show_report(screen, ended.report)
    match ended.state:
        case "refused":
            screen.refuse(_(N_("Le journal n’a plus tout : rien n’a été remplacé.")))
        case "failed":
            screen.refuse(
                _(N_("Elle n’est pas allée au bout : {error}."), error=ended.error)
            )
        case _ if ended.swapped_at is not None:
            screen.note(N_("Elle a pris la place de celle qui servait."))
        case _:
            screen.note(N_("Celle qui sert n’a pas changé."))


def _show_report(screen: Screen, report: Report) -> None:
    table = Table.grid(padding=(0, 2))
    for side, count, checksum in (
        (N_("Celle qui sert"), report.live_count, report.live_checksum),
        (N_("La reconstruite"), report.rebuilt_count, report.rebuilt_checksum),
    ):
        table.add_row(f"  {_(side)}", screen.texts.number(count), checksum[:16])
    screen.console.print(table)
    for one in report.differences:
        fields = ", ".join(one.fields)
        screen.note(
            "{place} {kind} {fields}",
            place=f"{one.collection}/{one.id}",
            kind=one.kind,
            fields=fields,
        )
    for gap in report.gaps:
        screen.note(
            N_("{place} : {n} enregistrements ne sont plus au journal."),
            place=gap.place,
            n=gap.missing_count,
        )
    screen.note(N_("Identiques.") if report.is_same else N_("Différentes."))


def _list_models() -> None:
    is_french = terminal_texts().language == "fr"
    for one in READ_MODELS:
        typer.echo(f"{one.name:30} {one.is_fr if is_french else one.is_en}")


def _tell_json(told: Any) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False))
