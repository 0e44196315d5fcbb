"""What the census's pages call things."""

from collections.abc import Mapping
from typing import NamedTuple

from kit.texts import N_, Texts
from services.registry.imports.models import Column, ImportBatch, State
from services.registry.imports.rules import COLUMN_NAMES


class Shown(NamedTuple):
    label: str
    tone: str | None


STATES: Mapping[State, Shown] = {
    State.MAPPING: Shown(N_("colonnes à associer"), "warn"),
    State.UPLOADED: Shown(N_("en attente d’analyse"), "info"),
    State.ANALYSING: Shown(N_("analyse en cours"), "info"),
    State.ANALYSED: Shown(N_("aperçu prêt"), "warn"),
    State.APPLYING: Shown(N_("application en cours"), "info"),
    State.APPLIED: Shown(N_("appliqué"), "ok"),
    State.UNDOING: Shown(N_("annulation en cours"), "info"),
    State.UNDONE: Shown(N_("annulé"), None),
    State.REFUSED: Shown(N_("illisible"), "bad"),
    State.ABANDONED: Shown(N_("abandonné"), None),
    State.EXPIRED: Shown(N_("aperçu expiré"), None),
}
MOVES: Mapping[State, str] = {
    State.UPLOADED: N_("Lecture du fichier"),
    State.ANALYSING: N_("Analyse des lignes"),
    State.APPLYING: N_("Écriture au registre"),
    State.UNDOING: N_("Annulation du lot"),
}
CREATED: Mapping[str, str] = {
    "structure": N_("structure"),
    "advisor": N_("conseiller"),
    "place": N_("rattachement"),
}
SEPARATORS: Mapping[str, str] = {
    ";": N_("séparateur « ; »"),
    ",": N_("séparateur « , »"),
    "\t": N_("séparateur tabulation"),
}


def column_names(batch: ImportBatch, texts: Texts) -> dict[Column, str]:
    """Call each column as the file does, or else as the register does."""
    written = {one.column: one.written for one in batch.headings if one.column}
    return {
        column: written.get(column) or texts.gettext(name)
        for column, name in COLUMN_NAMES.items()
    }


def how_read(batch: ImportBatch, texts: Texts) -> str:
    """Say in which form the file came."""
    reading = batch.reading
    if reading is None:
        return ""
    if reading.sheet is not None:
        return texts.gettext(N_("XLSX, feuille « {sheet} »"), sheet=reading.sheet)
    parts = [(reading.encoding or "").upper().replace("WINDOWS", "Windows")]
    if name := SEPARATORS.get(reading.separator or ""):
        parts.append(texts.gettext(name))
    return ", ".join(parts)


def lines_read(batch: ImportBatch, texts: Texts) -> str:
    """Count the lines, and name the empty ones that were passed over."""
    reading = batch.reading
    if reading is None:
        return ""
    read = texts.ngettext("{n} lue", "{n} lues", reading.lines)
    if not reading.blank_count:
        return read
    numbers = texts.listed([str(number) for number in reading.blank_lines])
    more = "…" if reading.blank_count > len(reading.blank_lines) else ""
    passed = texts.ngettext(
        "{n} vide passée ({numbers})",
        "{n} vides passées ({numbers})",
        reading.blank_count,
        numbers=numbers + more,
    )
    return f"{read}, {passed}"
