"""`maillage replay`: tell one reader again what the journal has; dry without --yes."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, NamedTuple, cast
from uuid import UUID

import typer
from rich.table import Table
from rich.text import Text

from kit.platform import Platform
from kit.service import Provided
from kit.texts import N_
from services.hub.journal.rules.names import short_type
from services.hub.replays.models import (
    RATE,
    Forecast,
    JournalReplay,
    NewJournalReplay,
    Selection,
    view,
)
from services.hub.replays.service import JournalReplayService

from .options import FolderOption
from .reaching import Do, reached
from .screen import Screen
from .words import _

FOLLOW_SECONDS = 0.5
MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%z"]


class Chosen(NamedTuple):
    """The options that choose facts, as they were typed."""

    group: str
    types: Sequence[str]
    since: datetime | None
    until: datetime | None
    aggregate: UUID | None
    rate: int

    def told(self) -> dict[str, Any]:
        """Return the choice; a moment without zone is of this machine."""
        return {
            "group": self.group,
            "types": tuple(self.types),
            "since": None if self.since is None else self.since.astimezone(),
            "until": None if self.until is None else self.until.astimezone(),
            "aggregate": self.aggregate,
        }


def replay(  # noqa: PLR0913 - each argument is an option
    group: Annotated[str, typer.Argument(help=_(N_("Le lecteur à qui redire.")))],
    *,
    types: Annotated[
        list[str] | None,
        typer.Option("--type", help=_(N_("Un type ; plusieurs fois si besoin."))),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=MOMENTS, help=_(N_("Les faits depuis ce moment."))),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=MOMENTS, help=_(N_("Les faits avant ce moment."))),
    ] = None,
    aggregate: Annotated[
        UUID | None, typer.Option(help=_(N_("Les faits sur cet objet.")))
    ] = None,
    rate: Annotated[int, typer.Option(help=_(N_("Faits par seconde.")))] = RATE,
    reason: Annotated[
        str | None, typer.Option(help=_(N_("Le motif, gardé ; exigé avec --yes.")))
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=_(N_("Le faire vraiment.")))
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=_(N_("Répondre en JSON.")))
    ] = False,
    folder: FolderOption = None,
) -> None:
    chosen = Chosen(group, types or (), since, until, aggregate, rate)
    if yes:
        do = _meant(chosen, reason=reason or "", as_json=as_json)
    else:
        do = _dry(chosen, as_json=as_json)
    reached(do, folder=folder, as_json=as_json)


def _dry(chosen: Chosen, *, as_json: bool) -> Do:
    async def do(_: Platform, provided: Provided, screen: Screen) -> bool:
        selection = Selection.model_validate(chosen.told())
        forecast = await _service(provided).forecast(selection, rate=chosen.rate)
        _show_forecast(screen, forecast, as_json=as_json)
        return True

    return do


def _meant(chosen: Chosen, *, reason: str, as_json: bool) -> Do:
    async def do(_: Platform, provided: Provided, screen: Screen) -> bool:
        asked = chosen.told() | {"rate": chosen.rate, "reason": reason}
        wanted = NewJournalReplay.model_validate(asked)
        started = await _service(provided).start(wanted, by=None)
        return await _follow(_service(provided), started, screen, as_json=as_json)

    return do


def _service(provided: Provided) -> JournalReplayService:
    return cast("JournalReplayService", provided[JournalReplayService])


async def _follow(
    service: JournalReplayService,
    started: JournalReplay,
    screen: Screen,
    *,
    as_json: bool,
) -> bool:
    """Show how far the workers are; they go on without this window."""
    now = started
    while now.state == "running":
        screen.doing(
            N_("{done} faits redits sur {all}"),
            done=now.sent_count,
            all=now.total_count,
        )
        await asyncio.sleep(FOLLOW_SECONDS)
        now = await service.get(started.id)
    screen.done(
        N_("{done} faits redits sur {all}"), done=now.sent_count, all=now.total_count
    )
    if as_json:
        _tell_json(view(now).model_dump(mode="json"))
    return now.state == "done"


def _show_forecast(screen: Screen, forecast: Forecast, *, as_json: bool) -> None:
    if as_json:
        _tell_json(forecast.model_dump(mode="json"))
        return
    texts = screen.texts
    table = Table.grid(padding=(0, 2))
    for one in forecast.by_type:
        table.add_row(
            f"  {short_type(one.type)}", Text(texts.number(one.count), justify="right")
        )
    screen.console.print(table)
    screen.note(
        N_("{n} faits à redire, en {seconds} s environ."),
        n=texts.number(forecast.total_count),
        seconds=texts.number(forecast.seconds),
    )
    if forecast.first_at is not None and forecast.last_at is not None:
        screen.note(
            N_("Du {first} au {last}."),
            first=texts.day_time(forecast.first_at),
            last=texts.day_time(forecast.last_at),
        )
    if forecast.kept_since is not None:
        screen.note(
            N_("Le journal garde les faits depuis le {at}."),
            at=texts.day_time(forecast.kept_since),
        )
    screen.note(N_("Rien n’a été envoyé ; ajoutez --yes et --reason."))


def _tell_json(told: Any) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False))
