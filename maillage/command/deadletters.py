"""`maillage dead-letters`: look at what was set aside, replay it, give it up."""

from typing import Annotated
from uuid import UUID

import typer

from kit.texts import N_
from services.hub.deadletters.models import State

from .letters import doing
from .letters.asking import (
    AllOption,
    FamilyOption,
    Filters,
    GroupOption,
    JsonOption,
    KeyOption,
    ReasonOption,
    SinceOption,
    TypeOption,
    UntilOption,
    YesOption,
    asked,
)
from .options import FolderOption
from .words import _

LIST_MAX = 200

dead_letters = typer.Typer(no_args_is_help=True)
Ids = Annotated[list[UUID] | None, typer.Argument(metavar="ID")]
OneOrMore = Annotated[list[UUID], typer.Argument(metavar="ID")]


@dead_letters.command("list", help=_(N_("Lister les messages mis de côté.")))
def list_letters(  # noqa: PLR0913 - each argument is an option
    *,
    state: Annotated[State, typer.Option(help=_(N_("Leur état.")))] = "waiting",
    group: GroupOption = None,
    family: FamilyOption = None,
    reason: ReasonOption = None,
    event: TypeOption = None,
    key: KeyOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[int, typer.Option(min=1, max=LIST_MAX)] = 50,
    as_json: JsonOption = False,
    folder: FolderOption = None,
) -> None:
    filters = Filters(group, family, reason, event, key, since, until)
    do = doing.Listing(filters, state=state, limit=limit, as_json=as_json)
    asked(do, folder=folder, as_json=as_json)


@dead_letters.command(help=_(N_("Montrer un message, ses en-têtes et sa cause.")))
def show(
    letter_id: Annotated[UUID, typer.Argument(metavar="ID")],
    *,
    as_json: JsonOption = False,
    folder: FolderOption = None,
) -> None:
    do = doing.Showing(letter_id, as_json=as_json)
    asked(do, folder=folder, as_json=as_json)


@dead_letters.command(
    help=_(N_("Rendre des messages à leur lecteur ; à blanc sans --yes."))
)
def replay(  # noqa: PLR0913 - each argument is an option
    ids: Ids = None,
    *,
    group: GroupOption = None,
    family: FamilyOption = None,
    reason: ReasonOption = None,
    event: TypeOption = None,
    key: KeyOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    everything: AllOption = False,
    yes: YesOption = False,
    wait: Annotated[
        bool, typer.Option("--wait", help=_(N_("Attendre que ce soit fini.")))
    ] = False,
    as_json: JsonOption = False,
    folder: FolderOption = None,
) -> None:
    filters = Filters(group, family, reason, event, key, since, until)
    do = doing.ReplayingMany(
        filters,
        ids=ids or (),
        takes_all=everything,
        is_meant=yes,
        waits=wait,
        as_json=as_json,
    )
    asked(do, folder=folder, as_json=as_json)


@dead_letters.command(
    help=_(N_("Écarter des messages avec un motif ; à blanc sans --yes."))
)
def discard(
    ids: OneOrMore,
    *,
    reason: Annotated[str, typer.Option(help=_(N_("Le motif, gardé.")))],
    yes: YesOption = False,
    as_json: JsonOption = False,
    folder: FolderOption = None,
) -> None:
    do = doing.Discarding(ids, reason=reason, is_meant=yes, as_json=as_json)
    asked(do, folder=folder, as_json=as_json)
