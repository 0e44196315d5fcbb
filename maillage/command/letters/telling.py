"""Letters, plans and replays as a terminal shows them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kit.texts import N_
from maillage.command.screen import Screen
from services.hub.deadletters.models import Counted, DeadLetter, Plan, RunView
from services.hub.deadletters.rules import showing, wording
from services.hub.journal.rules.names import short_type

# No-break spaces are the typography of our own texts.
HARMLESS = frozenset("\n\t\u00a0\u202f")
STATES = {
    "running": N_("Rejeu en cours"),
    "done": N_("Rejeu terminé"),
    "stopped": N_("Rejeu arrêté"),
}


def tell_json(told: Any) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False))


def show_letters(
    screen: Screen, letters: Sequence[DeadLetter], *, is_more: bool
) -> None:
    screen.rest()
    if not letters:
        screen.note(N_("Aucun message de cette sorte."))
        return
    for one in letters:
        title = Text(_safe(wording.described(one, screen.texts).title), style="bold")
        about = (_moment(one.last_at), one.group, _safe(short_type(one.type or "-")))
        screen.console.print(Text(f"  {one.id}  ") + title, soft_wrap=True)
        more = Text(f"    {' · '.join(about)}", style="dim")
        screen.console.print(more, soft_wrap=True)
    if is_more:
        screen.note(N_("Il y en a d’autres : --limit, ou des filtres."))


def show_letter(screen: Screen, letter: DeadLetter, *, later_count: int) -> None:
    screen.rest()
    texts = screen.texts
    told = wording.described(letter, texts)
    place = f"{letter.topic}/{letter.partition}/{letter.offset}"
    rows = [
        (N_("Cause"), told.title),
        (N_("Détail"), letter.detail),
        (N_("Type"), letter.type or "-"),
        (N_("Lecteur"), letter.group),
        (N_("Origine"), place),
        (N_("Objet concerné"), showing.shown(letter.key)[0]),
        (N_("Essais"), texts.number(letter.attempts)),
        (N_("Premier échec"), _moment(letter.first_at)),
        (N_("Dernier échec"), _moment(letter.last_at)),
        (N_("Passés depuis"), texts.number(later_count)),
        (N_("État"), letter.state),
        (N_("Motif"), letter.discard_reason or ""),
    ]
    screen.console.print(
        _grid(screen, [(name, value) for name, value in rows if value])
    )
    headers = [(one.name, one.value) for one in showing.headers(letter)]
    screen.note(N_("En-têtes"))
    for name, value in headers:
        screen.console.print(Padding(Text(f"{_safe(name)}: {_safe(value)}"), (0, 4)))
    screen.note(N_("Message"))
    screen.console.print(Padding(Text(_body(letter)), (0, 4)))


def show_plan(screen: Screen, plan: Plan) -> None:
    screen.rest()
    number = screen.texts.number
    rows = [
        (N_("Messages à rejouer"), number(plan.letters_count)),
        (N_("déjà dépassés par un fait plus récent"), number(plan.overtaken_count)),
        (N_("illisibles tels quels"), number(plan.unreadable_count)),
    ]
    if plan.oldest_at is not None and plan.newest_at is not None:
        rows.append((N_("Du plus ancien"), _moment(plan.oldest_at)))
        rows.append((N_("au plus récent"), _moment(plan.newest_at)))
    screen.console.print(_grid(screen, rows))
    for counts in (plan.by_type, plan.by_group):
        screen.console.print(_counts(screen, counts))


def show_run(screen: Screen, run: RunView) -> None:
    number = screen.texts.number
    screen.note(STATES[run.state])
    screen.console.print(
        _grid(
            screen,
            [
                (N_("Numéro"), str(run.id)),
                (N_("Rendus à leur lecteur"), number(run.replayed_count)),
                (N_("Échoués de nouveau"), number(run.back_count)),
            ],
        )
    )


def _grid(screen: Screen, rows: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in rows:
        table.add_row(f"  {screen.texts.gettext(name)}", _safe(value))
    return table


def _counts(screen: Screen, counts: Iterable[Counted]) -> Table:
    table = Table.grid(padding=(0, 2))
    for one in counts:
        count = Text(f"{screen.texts.number(one.count):>8} ×", style="dim")
        table.add_row(count, _safe(short_type(one.name) or "-"))
    return table


def _body(letter: DeadLetter) -> str:
    if showing.is_text(letter.value):
        return _safe(letter.value_text)
    return showing.dumped(letter.value or b"")


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _safe(text: str) -> str:
    """Keep a record from steering the terminal."""
    return "".join(one if one.isprintable() or one in HARMLESS else "·" for one in text)
