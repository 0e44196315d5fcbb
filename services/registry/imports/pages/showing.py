"""Which page a batch has, by where it stands."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from kit.errors import ServiceError
from kit.http.problems import said
from kit.pages import Form, Pages
from kit.texts import N_, NN_, Texts
from services.registry.imports.models import (
    REQUIRED_OF_STRUCTURE,
    Figures,
    ImportBatch,
    Outcome,
    State,
)
from services.registry.imports.rules import COLUMN_NAMES

from .words import CREATED, MOVES, STATES, column_names, how_read, lines_read

STEPS = (N_("Fichier"), N_("Colonnes"), N_("Aperçu"), N_("Appliqué"))
STRUCTURES_CREATED = NN_("{n} structure créée", "{n} structures créées")
ADVISORS_CREATED = NN_("{n} conseiller créé", "{n} conseillers créés")
STRUCTURES_UPDATED = NN_("{n} structure mise à jour", "{n} structures mises à jour")
ADVISORS_UPDATED = NN_("{n} conseiller mis à jour", "{n} conseillers mis à jour")
TEMPLATES: Mapping[State, str] = {
    State.MAPPING: "columns",
    State.UPLOADED: "progress",
    State.ANALYSING: "progress",
    State.ANALYSED: "preview",
    State.APPLYING: "progress",
    State.APPLIED: "applied",
    State.UNDOING: "progress",
    State.UNDONE: "undone",
    State.REFUSED: "closed",
    State.ABANDONED: "closed",
    State.EXPIRED: "closed",
}
WITH_LINES = frozenset({State.ANALYSED, State.APPLIED, State.UNDONE})
WITH_LEFT_ALONE = frozenset({State.APPLIED, State.UNDONE})


def template(name: str) -> str:
    return f"registry/imports/{name}.html"


def common(
    batch: ImportBatch, names: Mapping[UUID, str], texts: Texts
) -> dict[str, Any]:
    """Give every page of a batch what it says of it."""
    return {
        "batch": batch,
        "address": f"/recensement/{batch.id}",
        "names": names,
        "steps": [texts.gettext(step) for step in STEPS],
        "state": STATES[batch.state],
        "state_label": texts.gettext(STATES[batch.state].label),
        "how_read": how_read(batch, texts),
        "lines_read": lines_read(batch, texts),
        "created": lambda parts: texts.listed(
            [texts.gettext(CREATED[part]) for part in parts]
        ),
        "promise": promise(batch.figures or Figures(), texts),
        "outcome": promise(batch.outcome or Outcome(), texts),
    }


def moving(batch: ImportBatch, texts: Texts) -> dict[str, Any]:
    return {"label": texts.gettext(MOVES.get(batch.state, MOVES[State.UPLOADED]))}


def mapping_of(batch: ImportBatch, texts: Texts) -> dict[str, Any]:
    """Give the page of columns each heading and every column it may stand for."""
    options = [(column.value, texts.gettext(n)) for column, n in COLUMN_NAMES.items()]
    return {
        "headings": [
            (f"c{number}", one.written, one.column.value if one.column else "")
            for number, one in enumerate(batch.headings)
        ],
        "options": options,
        "required": texts.listed(
            [texts.gettext(COLUMN_NAMES[one]) for one in REQUIRED_OF_STRUCTURE]
        ),
        "missing": [texts.gettext(COLUMN_NAMES[one]) for one in batch.missing],
    }


def mapping_in(batch: ImportBatch, given: Mapping[str, Any]) -> dict[str, str]:
    """Read from a form which column each heading was given."""
    return {
        one.written: str(given.get(f"c{number}", ""))[:100]
        for number, one in enumerate(batch.headings)
    }


def refused(error: ServiceError, texts: Texts, *, field: str, label: str) -> Form:
    """Show a refusal beside the field at fault, columns by their names."""
    facts = dict(error.facts)
    if "missing" in facts:
        names = [texts.gettext(COLUMN_NAMES[name]) for name in facts["missing"]]
        error.facts["missing_names"] = texts.listed(names)
    title, detail = said(error, texts)
    why = texts.gettext(N_("{title}. {detail}"), title=title, detail=detail)
    return Form().with_error(field, label, why if detail else title)


def promise(figures: Figures | Outcome, texts: Texts) -> str:
    """Say in figures what applying would do, or did."""
    parts = (
        (figures.structures_created, STRUCTURES_CREATED),
        (figures.advisors_created, ADVISORS_CREATED),
        (figures.structures_updated, STRUCTURES_UPDATED),
        (figures.advisors_updated, ADVISORS_UPDATED),
    )
    told = [texts.ngettext(*words, count) for count, words in parts if count]
    return texts.listed(told)


def page(
    request: Request,
    pages: Pages,
    batch: ImportBatch,
    context: Mapping[str, Any],
    *,
    name: str | None = None,
    status: int = 200,
) -> Response:
    shown = template(name or TEMPLATES[batch.state])
    columns = column_names(batch, pages.texts(request))
    return pages.render(
        request, shown, status=status, **{"columns": columns, **context}
    )
