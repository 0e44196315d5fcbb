"""How a census analysis looks in a terminal: figures, then each reason by line."""

from collections.abc import Iterable

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kit.texts import N_, Texts
from services.registry.imports.models import Line, Reason, Summary
from services.registry.imports.rules import COLUMN_NAMES, advice_of, expectation_of

from .screen import Screen

FIGURES = (
    ("lines", N_("Lignes lues")),
    ("structures_created", N_("Structures à créer")),
    ("structures_updated", N_("Structures à modifier")),
    ("reception_points", N_("dont points d’accueil")),
    ("advisors_created", N_("Conseillers à créer")),
    ("advisors_updated", N_("Conseillers à modifier")),
    ("advisors_unchanged", N_("Conseillers inchangés")),
    ("lines_in_error", N_("Lignes refusées")),
    ("lines_duplicate", N_("Lignes en double")),
)


def show_verdicts(screen: Screen, summary: Summary, lines: Iterable[Line]) -> None:
    screen.rest()
    texts = screen.texts
    figures = Table.grid(padding=(0, 2))
    for name, label in FIGURES:
        value = texts.number(getattr(summary, name))
        figures.add_row(f"  {texts.gettext(label)}", Text(value, justify="right"))
    screen.console.print(figures)
    for line in lines:
        for reason in line.errors:
            _print(screen, _told(line, reason, texts, style="bold red"))
        for reason in line.warnings:
            _print(screen, _told(line, reason, texts, style="yellow"))
    if summary.unknown_headings:
        headings = ", ".join(summary.unknown_headings)
        screen.note(N_("Intitulés inconnus, gardés : {headings}"), headings=headings)
    screen.note(N_("Rien n’a été appliqué."))


def _print(screen: Screen, told: Text) -> None:
    screen.console.print(Padding(told, (0, 0, 0, 2)))


def _told(line: Line, reason: Reason, texts: Texts, *, style: str) -> Text:
    column = texts.gettext(COLUMN_NAMES[reason.column])
    place = N_("Ligne {line}, {column} : ")
    expected = expectation_of(reason)
    told = Text(texts.gettext(place, line=line.number, column=column), style=style)
    if reason.value:
        told += Text(texts.gettext(N_("« {value} ». "), value=_shown(reason.value)))
    told += Text(_shown(texts.gettext(expected.text, **expected.facts)))
    if proposal := _proposal(reason, texts):
        told += Text(f" → {proposal}", style="cyan")
    return told


def _proposal(reason: Reason, texts: Texts) -> str | None:
    advice = advice_of(reason)
    if advice is None or reason.proposal is None:
        return None
    said = texts.gettext(advice.text, **advice.facts)
    value = reason.proposal.value
    return f"{value} ({said})" if value else said


def _shown(value: str) -> str:
    """Keep a cell from steering the terminal."""
    return "".join(sign if sign.isprintable() else "·" for sign in value)
