"""Judges one line against the register and the lines before it."""

from collections.abc import Iterable

from services.registry.imports.models import (
    Action,
    AdvisorData,
    AdvisorOutcome,
    Code,
    Column,
    Importer,
    Line,
    Proposal,
    Reason,
    Row,
    Source,
    StructureData,
    StructureOutcome,
    Verdict,
)
from services.registry.territories.rules import Gazetteer, fold

from .drafts import AdvisorDraft, StructureDraft, read_advisor, read_structure
from .hints import Hints
from .ledger import AdvisorEntry, Ledger, StructureEntry
from .reading import Reading
from .register import Register
from .taking import take_advisor, take_structure

COLUMN_ORDER = {column: place for place, column in enumerate(Column)}


class Judge:
    """Lines must come in the file's order: each is judged after those before it."""

    def __init__(
        self,
        register: Register,
        *,
        importer: Importer,
        gazetteer: Gazetteer,
        hints: Hints,
    ) -> None:
        self._ledger = Ledger(register)
        self._contacts = register.contacts
        self._importer = importer
        self._gazetteer = gazetteer
        self._hints = hints

    def judge(self, row: Row) -> Line:
        reading = Reading(row, gazetteer=self._gazetteer, hints=self._hints)
        structure = read_structure(reading)
        advisor = read_advisor(reading, postcode=structure.postcode)
        entry = self._match_structure(reading, structure)
        known = self._match_advisor(reading, advisor)
        data = structure.complete()
        if reading.errors or not data:
            return Line(
                number=row.number,
                verdict=Verdict.ERROR,
                errors=_in_order(reading.errors),
                warnings=_in_order(reading.warnings),
            )
        if entry:
            _doubt_structure_name(reading, entry, data)
        if not advisor:
            return self._take_alone(reading, data, entry)
        return self._take(reading, data, entry, advisor, known)

    def _match_structure(
        self, reading: Reading, draft: StructureDraft
    ) -> StructureEntry | None:
        if reading.is_wrong(Column.SIRET):
            return None
        entry = self._ledger.find_structure(
            siret=draft.siret, name=draft.name, postcode=draft.postcode
        )
        if entry and entry.is_known and not self._importer.may_change(entry.holder_id):
            by_siret = draft.siret and entry.data.siret == draft.siret
            column = Column.SIRET if by_siret else Column.STRUCTURE_NAME
            self._refuse_held(reading, column, entry)
        return entry

    def _match_advisor(
        self, reading: Reading, draft: AdvisorDraft | None
    ) -> AdvisorEntry | None:
        email = draft.email if draft else None
        entry = self._ledger.find_advisor(email) if email else None
        if entry and entry.is_known and not self._importer.may_change(entry.holder_id):
            self._refuse_held(reading, Column.EMAIL, entry)
        return entry

    def _refuse_held(
        self, reading: Reading, column: Column, entry: StructureEntry | AdvisorEntry
    ) -> None:
        """Say whom to ask, and nothing of the record itself."""
        contact = self._contacts.get(entry.holder_id, "")
        advice = Proposal(
            value=None, source=Source.ASK_HOLDER, facts={"contact": contact}
        )
        reading.refuse(column, Code.HELD_ELSEWHERE, advice, contact=contact)

    def _take_alone(
        self, reading: Reading, data: StructureData, entry: StructureEntry | None
    ) -> Line:
        number = reading.row.number
        first = entry.seen_at if entry else None
        _, outcome, notes = take_structure(self._ledger, entry, data, number)
        verdict = _verdict(outcome, None, first)
        is_duplicate = verdict is Verdict.DUPLICATE
        return Line(
            number=number,
            verdict=verdict,
            warnings=_in_order(reading.warnings),
            notes=notes,
            duplicate_of=first if is_duplicate else None,
            structure=None if is_duplicate else outcome,
        )

    def _take(
        self,
        reading: Reading,
        data: StructureData,
        entry: StructureEntry | None,
        draft: AdvisorDraft,
        known: AdvisorEntry | None,
    ) -> Line:
        number = reading.row.number
        person = draft.complete()
        if person is None:
            raise AssertionError(number)  # every missing part has refused the line
        self._doubt_person(reading, person, entry, known)
        first = known.seen_at.get(entry.ref) if known and entry else None
        entry, structure, notes = take_structure(self._ledger, entry, data, number)
        advisor, more = take_advisor(
            self._ledger, known, person, draft.affiliation, entry, number
        )
        verdict = _verdict(structure, advisor, first)
        is_duplicate = verdict is Verdict.DUPLICATE
        return Line(
            number=number,
            verdict=verdict,
            warnings=_in_order(reading.warnings),
            notes=(*notes, *more),
            duplicate_of=first if is_duplicate else None,
            structure=None if is_duplicate else structure,
            advisor=None if is_duplicate else advisor,
        )

    def _doubt_person(
        self,
        reading: Reading,
        person: AdvisorData,
        entry: StructureEntry | None,
        known: AdvisorEntry | None,
    ) -> None:
        """Notice one person under two addresses, or one address for two people."""
        if known:
            line = known.spoken.get(Column.LAST_NAME)
            if line and _name_of(known.data) != _name_of(person):
                reading.doubt(Column.EMAIL, Code.EMAIL_OTHER_PERSON, line=line)
            return
        other = self._ledger.find_person(person, entry.ref) if entry else None
        if other and other.first_line:
            line = other.first_line
            reading.doubt(Column.EMAIL, Code.PERSON_OTHER_EMAIL, line=line)
        elif other:
            reading.doubt(Column.EMAIL, Code.PERSON_OTHER_EMAIL_KNOWN)


def _doubt_structure_name(
    reading: Reading, entry: StructureEntry, data: StructureData
) -> None:
    """Notice one SIRET under two names; the first is kept."""
    if fold(entry.data.name) == fold(data.name):
        return
    column, kept = Column.STRUCTURE_NAME, entry.data.name
    if entry.seen_at:
        line = entry.seen_at
        reading.doubt(column, Code.SIRET_OTHER_NAME, line=line, kept=kept)
    else:
        reading.doubt(column, Code.SIRET_OTHER_NAME_KNOWN, kept=kept)


def _name_of(data: AdvisorData) -> tuple[str, str]:
    return fold(data.last_name), fold(data.first_name)


def _verdict(
    structure: StructureOutcome, advisor: AdvisorOutcome | None, seen_at: int | None
) -> Verdict:
    actions = [structure.action]
    if advisor:
        actions.append(advisor.action)
    if Action.CREATE in actions:
        return Verdict.CREATE
    if advisor:
        actions.append(advisor.affiliation.action)
    if set(actions) != {Action.KEEP}:
        return Verdict.UPDATE
    return Verdict.DUPLICATE if seen_at else Verdict.UNCHANGED


def _in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda one: COLUMN_ORDER[one.column]))
