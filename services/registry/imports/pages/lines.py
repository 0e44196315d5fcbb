"""The lines of a census as its page lists them: by verdict, then by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from kit.http import encode_cursor
from kit.texts import N_, Texts
from services.registry.imports.models import (
    Column,
    Figures,
    ImportBatch,
    LineFilter,
    LineView,
    Verdict,
)
from services.registry.imports.rules import explain_line
from services.registry.imports.service import LinePage

from .words import column_names


class View(StrEnum):
    ALL = "toutes"
    CREATE = "creer"
    UPDATE = "modifier"
    UNCHANGED = "inchangees"
    DUPLICATE = "double"
    ERROR = "erreur"
    WARNED = "verifier"


LABELS: Mapping[View, tuple[str, str | None]] = {
    View.ALL: (N_("Toutes"), None),
    View.CREATE: (N_("À créer"), "ok"),
    View.UPDATE: (N_("À mettre à jour"), "info"),
    View.UNCHANGED: (N_("Inchangées"), None),
    View.DUPLICATE: (N_("En double"), "warn"),
    View.ERROR: (N_("En erreur"), "bad"),
    View.WARNED: (N_("Applicables, à vérifier"), "warn"),
}
VERDICTS: Mapping[View, Verdict] = {
    View.CREATE: Verdict.CREATE,
    View.UPDATE: Verdict.UPDATE,
    View.UNCHANGED: Verdict.UNCHANGED,
    View.DUPLICATE: Verdict.DUPLICATE,
    View.ERROR: Verdict.ERROR,
}
VERDICT_LABELS: Mapping[Verdict, tuple[str, str | None]] = {
    Verdict.CREATE: (N_("à créer"), "ok"),
    Verdict.UPDATE: (N_("à mettre à jour"), "info"),
    Verdict.UNCHANGED: (N_("inchangée"), None),
    Verdict.DUPLICATE: (N_("en double"), "warn"),
    Verdict.ERROR: (N_("en erreur"), "bad"),
}


@dataclass(frozen=True)
class Wanted:
    """What the reader of a page asks to see."""

    view: View | None
    column: Column | None
    after: int

    def seen_in(self, batch: ImportBatch) -> View:
        """Show first what needs a hand: the refused lines, if there are any."""
        has_errors = bool(_figures(batch).by_verdict.get(Verdict.ERROR))
        return self.view or (View.ERROR if has_errors else View.ALL)

    def filter_in(self, batch: ImportBatch) -> LineFilter:
        view = self.seen_in(batch)
        has_reasons = view in {View.ERROR, View.WARNED}
        return LineFilter(
            verdict=VERDICTS.get(view),
            is_warned=view is View.WARNED,
            column=self.column if has_reasons else None,
        )


def shown(
    batch: ImportBatch, wanted: Wanted, page: LinePage, texts: Texts
) -> dict[str, Any]:
    """Give the section of lines what it shows."""
    view = wanted.seen_in(batch)
    rows = [explain_line(line, texts) for line in page.lines]
    return {
        "view": view,
        "rows": rows,
        "reasons": _reasons(rows, view, wanted.column),
        "filters": _filters(batch, view, texts),
        "chips": _chips(batch, view, wanted.column, texts),
        "columns": column_names(batch, texts),
        "verdicts": {
            verdict: (texts.gettext(label), tone)
            for verdict, (label, tone) in VERDICT_LABELS.items()
        },
        "first_url": _url(batch, view, wanted.column) if wanted.after else None,
        "next_url": _url(batch, view, wanted.column, after=page.next)
        if page.next
        else None,
    }


def _reasons(
    rows: Sequence[LineView], view: View, column: Column | None
) -> list[tuple[LineView, Any]]:
    """Pair each line with each of its reasons that the view is about."""
    name = "warnings" if view is View.WARNED else "errors"
    return [
        (row, reason)
        for row in rows
        for reason in getattr(row, name)
        if column is None or reason.column is column
    ]


def _filters(batch: ImportBatch, view: View, texts: Texts) -> list[dict[str, Any]]:
    return [
        {
            "label": texts.gettext(label),
            "tone": tone,
            "href": _url(batch, one, None),
            "count": count_of(batch, one),
            "current": one is view,
        }
        for one, (label, tone) in LABELS.items()
    ]


def _chips(
    batch: ImportBatch, view: View, column: Column | None, texts: Texts
) -> list[dict[str, Any]]:
    figures = _figures(batch)
    by_view = {View.ERROR: figures.error_columns, View.WARNED: figures.warning_columns}
    counts = by_view.get(view, {})
    if not counts:
        return []
    names = column_names(batch, texts)
    every = {
        "label": texts.gettext(N_("Tous les champs")),
        "href": _url(batch, view, None),
        "count": count_of(batch, view),
        "current": column is None,
    }
    each = [
        {
            "label": names[Column(name)],
            "href": _url(batch, view, Column(name)),
            "count": count,
            "current": column is not None and column.value == name,
        }
        for name, count in counts.items()
    ]
    return [every, *each]


def count_of(batch: ImportBatch, view: View) -> int:
    figures = _figures(batch)
    if view is View.ALL:
        return sum(figures.by_verdict.values())
    if view is View.WARNED:
        return figures.warned
    return figures.by_verdict.get(VERDICTS[view].value, 0)


def _url(
    batch: ImportBatch, view: View, column: Column | None, *, after: int | None = None
) -> str:
    asked = {"voir": view.value}
    asked |= {"champ": column.value} if column else {}
    asked |= {"after": encode_cursor(after)} if after else {}
    return f"/recensement/{batch.id}?{urlencode(asked)}#lignes"


def _figures(batch: ImportBatch) -> Figures:
    return batch.figures or Figures()
