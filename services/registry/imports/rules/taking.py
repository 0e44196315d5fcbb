"""Takes what a line says into the ledger, and tells what that does."""

from services.registry.imports.models import (
    Action,
    AdvisorData,
    AdvisorOutcome,
    Affiliation,
    AffiliationOutcome,
    Note,
    StructureData,
    StructureOutcome,
)

from .ledger import AdvisorEntry, Ledger, StructureEntry
from .merging import (
    ADVISOR_FIELDS,
    AFFILIATION_FIELDS,
    STRUCTURE_FIELDS,
    merge,
    spoken_by,
)

Notes = tuple[Note, ...]


def take_structure(
    ledger: Ledger, entry: StructureEntry | None, data: StructureData, line: int
) -> tuple[StructureEntry, StructureOutcome, Notes]:
    if not entry:
        entry = StructureEntry(ref=line, holder_id=None, data=data, seen_at=line)
        entry.spoken = spoken_by(data, STRUCTURE_FIELDS, line=line)
        ledger.add_structure(entry)
        outcome = StructureOutcome(ref=line, action=Action.CREATE, data=data)
        return entry, outcome, ()
    before = entry.data
    entry.data, changes, notes = merge(
        before, data, fields=STRUCTURE_FIELDS, spoken=entry.spoken, line=line
    )
    ledger.follow_structure(entry, before)
    entry.seen_at = entry.seen_at or line
    outcome = StructureOutcome(
        ref=entry.ref,
        action=Action.UPDATE if changes else Action.KEEP,
        data=entry.data,
        changes=changes,
    )
    return entry, outcome, notes


def take_advisor(
    ledger: Ledger,
    known: AdvisorEntry | None,
    data: AdvisorData,
    affiliation: Affiliation,
    structure: StructureEntry,
    line: int,
) -> tuple[AdvisorOutcome, Notes]:
    entry = known or _new_advisor(ledger, data, line)
    entry.data, changes, notes = merge(
        entry.data, data, fields=ADVISOR_FIELDS, spoken=entry.spoken, line=line
    )
    place, more = _take_affiliation(entry, affiliation, structure, line)
    ledger.index_person(entry, structure.ref)
    action = Action.UPDATE if changes else Action.KEEP
    outcome = AdvisorOutcome(
        ref=entry.ref,
        action=action if known else Action.CREATE,
        data=entry.data,
        changes=changes,
        affiliation=place,
    )
    return outcome, (*notes, *more)


def _new_advisor(ledger: Ledger, data: AdvisorData, line: int) -> AdvisorEntry:
    entry = AdvisorEntry(ref=line, holder_id=None, data=data, affiliations={})
    entry.spoken = spoken_by(data, ADVISOR_FIELDS, line=line)
    ledger.add_advisor(entry)
    return entry


def _take_affiliation(
    entry: AdvisorEntry,
    affiliation: Affiliation,
    structure: StructureEntry,
    line: int,
) -> tuple[AffiliationOutcome, Notes]:
    current = entry.affiliations.get(structure.ref)
    spoken = entry.spoken_at.setdefault(structure.ref, {})
    merged, changes, notes = merge(
        current or Affiliation(),
        affiliation,
        fields=AFFILIATION_FIELDS,
        spoken=spoken,
        line=line,
    )
    entry.affiliations[structure.ref] = merged
    entry.seen_at.setdefault(structure.ref, line)
    if current is None:
        return AffiliationOutcome(action=Action.CREATE, data=merged), ()
    action = Action.UPDATE if changes else Action.KEEP
    return AffiliationOutcome(action=action, data=merged, changes=changes), notes
