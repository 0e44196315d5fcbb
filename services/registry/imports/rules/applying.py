"""What the register becomes once the lines are applied."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID, uuid5

from schemas.reference import StructureType
from services.registry.imports.models import (
    AdvisorOutcome,
    Importer,
    KnownAdvisor,
    KnownStructure,
    Line,
    Ref,
    StructureData,
    StructureOutcome,
)

from .register import Register, structure_key

NAMESPACE = UUID("5a0f6c1e-2f57-5f0e-9f43-6d1c2f0b7a11")


def designate(register: Register, lines: Iterable[Line]) -> dict[str, Ref]:
    """Name the referent of each region that has none: its only resource centre."""
    centres: dict[str, dict[Ref, StructureData]] = {}
    known = ((one.id, one.data) for one in register.structures)
    told = ((o.ref, o.data) for line in lines if (o := line.structure))
    latest: dict[Ref, StructureData] = {**dict(known), **dict(told)}
    for ref, data in latest.items():
        if data.type is StructureType.RESOURCE_CENTRE:
            centres.setdefault(data.region, {})[ref] = data
    return {
        region: next(iter(found))
        for region, found in centres.items()
        if len(found) == 1 and region not in register.referents
    }


def structure_id(data: StructureData) -> UUID:
    """Give the same id to the same structure, however often it is computed."""
    key = data.siret or f"{structure_key(data.name)}|{data.postcode}"
    return uuid5(NAMESPACE, f"structure:{key}")


def advisor_id(email: str) -> UUID:
    return uuid5(NAMESPACE, f"advisor:{email.lower()}")


def apply(register: Register, lines: Iterable[Line], *, importer: Importer) -> Register:
    """Apply the lines to a snapshot, as the real thing would to the register."""
    kept = tuple(lines)
    work = _Work(register, importer, designate(register, kept))
    for line in kept:
        if line.structure:
            work.take_structure(line.structure)
    work.settle_referents()
    for line in kept:
        if line.structure and line.advisor:
            work.take_advisor(line.advisor, line.structure.ref)
    return work.result()


class _Work:
    def __init__(
        self, register: Register, importer: Importer, designated: Mapping[str, Ref]
    ) -> None:
        self._register = register
        self._importer = importer
        self._designated = designated if importer.is_national else {}
        self._referents = dict(register.referents)
        self._ids: dict[Ref, UUID] = {}
        self._structures = {one.id: one for one in register.structures}
        self._advisors = {one.id: one for one in register.advisors}
        self._new: set[UUID] = set()

    def take_structure(self, outcome: StructureOutcome) -> None:
        key = self._ids.get(outcome.ref) or _id_or(
            outcome.ref, structure_id(outcome.data)
        )
        self._ids[outcome.ref] = key
        known = self._structures.get(key)
        holder = known.holder_id if known else self._importer.centre_id
        if not known:
            self._new.add(key)
        self._structures[key] = KnownStructure(
            id=key, holder_id=holder, data=outcome.data
        )

    def settle_referents(self) -> None:
        """Give each new structure to its region's referent, in a national import."""
        for region, ref in self._designated.items():
            self._referents[region] = ref if isinstance(ref, UUID) else self._ids[ref]
        if not self._importer.is_national:
            return
        for key in self._new:
            one = self._structures[key]
            holder = self._referents.get(one.data.region)
            self._structures[key] = one.model_copy(update={"holder_id": holder})

    def take_advisor(self, outcome: AdvisorOutcome, structure: Ref) -> None:
        place = self._ids[structure]
        key = _id_or(outcome.ref, advisor_id(outcome.data.email))
        known = self._advisors.get(key)
        holder = known.holder_id if known else self._structures[place].holder_id
        affiliations = dict(known.affiliations) if known else {}
        affiliations[place] = outcome.affiliation.data
        self._advisors[key] = KnownAdvisor(
            id=key, holder_id=holder, data=outcome.data, affiliations=affiliations
        )

    def result(self) -> Register:
        return replace(
            self._register,
            structures=tuple(self._structures.values()),
            advisors=tuple(self._advisors.values()),
            referents=self._referents,
        )


def _id_or(ref: Ref, otherwise: UUID) -> UUID:
    return ref if isinstance(ref, UUID) else otherwise
