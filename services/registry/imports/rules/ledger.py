"""The register as the lines read so far would leave it."""

from dataclasses import dataclass, field
from uuid import UUID

from services.registry.imports.models import (
    AdvisorData,
    Affiliation,
    Column,
    Ref,
    StructureData,
)
from services.registry.territories.rules import fold

from .register import Register, structure_key

Person = tuple[str, str, Ref]


@dataclass
class StructureEntry:
    """A structure; `seen_at` is the first line of this file that names it."""

    ref: Ref
    holder_id: UUID | None
    data: StructureData
    spoken: dict[Column, int] = field(default_factory=dict)
    seen_at: int | None = None

    @property
    def is_known(self) -> bool:
        return isinstance(self.ref, UUID)


@dataclass
class AdvisorEntry:
    """An advisor; `seen_at` gives the first line that puts them at a structure."""

    ref: Ref
    holder_id: UUID | None
    data: AdvisorData
    affiliations: dict[Ref, Affiliation]
    spoken: dict[Column, int] = field(default_factory=dict)
    seen_at: dict[Ref, int] = field(default_factory=dict)
    spoken_at: dict[Ref, dict[Column, int]] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        return isinstance(self.ref, UUID)

    @property
    def first_line(self) -> int | None:
        return min(self.seen_at.values(), default=None)


class Ledger:
    """Find structures and advisors by their hard keys, known or made by the file."""

    def __init__(self, register: Register) -> None:
        self._by_siret: dict[str, StructureEntry] = {}
        self._by_name: dict[tuple[str, str], list[StructureEntry]] = {}
        self._advisors: dict[str, AdvisorEntry] = {}
        self._people: dict[Person, AdvisorEntry] = {}
        for known in register.structures:
            self.add_structure(StructureEntry(known.id, known.holder_id, known.data))
        for advisor in register.advisors:
            places: dict[Ref, Affiliation] = {}
            places.update(advisor.affiliations.items())
            self.add_advisor(
                AdvisorEntry(advisor.id, advisor.holder_id, advisor.data, places)
            )

    def find_structure(
        self, *, siret: str | None, name: str, postcode: str | None
    ) -> StructureEntry | None:
        """Match by SIRET, else by name and postcode: two SIRETs never match."""
        if siret and siret in self._by_siret:
            return self._by_siret[siret]
        if not name or not postcode:
            return None
        entries = self._by_name.get((structure_key(name), postcode), [])
        return next((e for e in entries if not siret or not e.data.siret), None)

    def add_structure(self, entry: StructureEntry) -> None:
        self._by_name.setdefault(_place(entry.data), []).append(entry)
        if entry.data.siret:
            self._by_siret.setdefault(entry.data.siret, entry)

    def follow_structure(self, entry: StructureEntry, before: StructureData) -> None:
        """Find a structure again after it moved or told its SIRET."""
        if entry.data.siret:
            self._by_siret.setdefault(entry.data.siret, entry)
        if _place(entry.data) != _place(before):
            self._by_name.setdefault(_place(entry.data), []).append(entry)

    def find_advisor(self, email: str) -> AdvisorEntry | None:
        return self._advisors.get(email.lower())

    def find_person(self, data: AdvisorData, structure: Ref) -> AdvisorEntry | None:
        """Find someone of the same name in the same structure."""
        return self._people.get(_person(data, structure))

    def add_advisor(self, entry: AdvisorEntry) -> None:
        self._advisors[entry.data.email.lower()] = entry
        for structure in entry.affiliations:
            self.index_person(entry, structure)

    def index_person(self, entry: AdvisorEntry, structure: Ref) -> None:
        self._people.setdefault(_person(entry.data, structure), entry)


def _person(data: AdvisorData, structure: Ref) -> Person:
    return fold(data.last_name), fold(data.first_name), structure


def _place(data: StructureData) -> tuple[str, str]:
    return structure_key(data.name), data.postcode
