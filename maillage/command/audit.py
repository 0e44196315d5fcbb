"""`maillage audit`: is the trace whole, and who met a person's data."""

import json
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import typer

from kit.platform import Platform
from kit.service import Provided
from kit.texts import N_
from kit.trace import Broken, Head, Link, verified

from .letters.asking import JsonOption
from .options import FolderOption
from .reaching import reached
from .screen import Screen
from .words import _

LIST_MAX = 1_000
HASH_LENGTH = 64
FAULTS = {
    "missing": N_("elle manque"),
    "altered": N_("elle n’est plus telle qu’elle a été écrite"),
    "unlinked": N_("elle ne suit plus celle d’avant"),
    "unreadable": N_("elle ne se lit plus"),
    "replaced": N_("une autre a pris sa place"),
}

audit = typer.Typer(no_args_is_help=True)


def _noted(told: str | None) -> Head | None:
    """Read an end as the command tells it: its place, a colon, its hash."""
    if told is None:
        return None
    position, _colon, digest = told.partition(":")
    if not position.isdecimal() or len(digest) != HASH_LENGTH:
        raise typer.BadParameter(_(N_("Attendu : la place, deux-points, l’empreinte.")))
    return Head(int(position), digest)


@audit.command(help=_(N_("Suivre la chaîne de la trace, et dire si elle est entière.")))
def verify(
    *,
    noted: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE:HASH",
            help=_(N_("Une fin notée auparavant, qui doit encore s’y trouver.")),
        ),
    ] = None,
    as_json: JsonOption = False,
    folder: FolderOption = None,
) -> None:
    head = _noted(noted)

    async def do(platform: Platform, _provided: Provided, screen: Screen) -> bool:
        found = await verified(platform.recorder.chain.documents(), noted=head)
        if isinstance(found, Broken):
            _tell_broken(screen, found, as_json=as_json)
            return False
        _tell_whole(screen, found.head, as_json=as_json)
        return True

    reached(do, folder=folder, as_json=as_json)


@audit.command(
    "list", help=_(N_("Lister qui a lu ou changé les données d’une personne."))
)
def list_entries(
    *,
    person: Annotated[UUID, typer.Option(help=_(N_("L’identifiant de la personne.")))],
    limit: Annotated[int, typer.Option(min=1, max=LIST_MAX)] = 50,
    as_json: JsonOption = False,
    folder: FolderOption = None,
) -> None:
    async def do(platform: Platform, _provided: Provided, screen: Screen) -> bool:
        chain = platform.recorder.chain
        found = await chain.of_person(person, before=None, limit=limit)
        _tell_entries(screen, found, as_json=as_json)
        return True

    reached(do, folder=folder, as_json=as_json)


def _tell_whole(screen: Screen, head: Head, *, as_json: bool) -> None:
    if as_json:
        _tell({"is_whole": True, "position": head.position, "hash": head.hash})
        return
    screen.note(N_("La trace est entière : {count} entrées."), count=head.position)
    screen.note(N_("À noter ailleurs : {end}"), end=f"{head.position}:{head.hash}")


def _tell_broken(screen: Screen, found: Broken, *, as_json: bool) -> None:
    if as_json:
        told = {"is_whole": False, "position": found.position, "fault": found.fault}
        _tell(told)
        return
    why = _(FAULTS[found.fault])
    text = N_("La trace est rompue à l’entrée {position} : {why}.")
    screen.refuse(_(text, position=found.position, why=why))


def _tell_entries(screen: Screen, found: Sequence[Link], *, as_json: bool) -> None:
    if as_json:
        _tell([one.model_dump(mode="json") for one in found])
        return
    if not found:
        screen.note(N_("Personne d’autre n’a lu ni changé ces données."))
    for one in found:
        entry = one.entry
        screen.note(
            "{position}  {at}  {access}  {actor}  {screen}",
            position=one.position,
            at=screen.texts.day_time(entry.at),
            access=entry.access,
            actor=entry.actor or "-",
            screen=f"{entry.method} {entry.route}",
        )


def _tell(told: Any) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False))
