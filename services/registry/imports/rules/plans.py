"""What is written when a batch is applied: each record, or why it is left alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kit.identity.cards import Card
from kit.ids import id_of
from services.registry.advisors.models import Advisor
from services.registry.centres.models import ResourceCentre
from services.registry.imports.models import Column, Kind, Ref, Why
from services.registry.structures.models import Structure
from services.registry.territories.rules import Gazetteer


@dataclass(frozen=True)
class Now:
    """The part of the register that a file speaks of, as it stands."""

    structures: Mapping[UUID, Structure]
    advisors: Mapping[UUID, Advisor]
    cards: Mapping[UUID, Card]
    referents: Mapping[str, UUID]
    homes: Mapping[UUID, ResourceCentre]


@dataclass(frozen=True)
class Applying:
    """Whose batch, what it designates as centres, and when."""

    batch_id: UUID
    centre_id: UUID | None
    designated: Mapping[str, Ref]
    gazetteer: Gazetteer
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StructureWrite:
    """`after` is none when nothing can be done; `why` then says why."""

    record_id: UUID
    line: int
    kind: Kind = Kind.STRUCTURE
    before: Structure | None = None
    after: Structure | None = None
    why: Why | None = None
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AdvisorWrite:
    """`has_own_card` says that the batch brings the person's card."""

    record_id: UUID
    line: int
    before: Advisor | None = None
    after: Advisor | None = None
    card_before: Card | None = None
    card: Card | None = None
    has_own_card: bool = False
    why: Why | None = None
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CentreWrite:
    record_id: UUID
    line: int
    after: ResourceCentre


@dataclass
class Plan:
    centres: list[CentreWrite] = field(default_factory=list)
    structures: list[StructureWrite] = field(default_factory=list)
    advisors: list[AdvisorWrite] = field(default_factory=list)


def own_structure(batch_id: UUID, line: int) -> UUID:
    return id_of("census structure", batch_id, line)


def own_advisor(batch_id: UUID, line: int) -> UUID:
    return id_of("census advisor", batch_id, line)


def own_person(batch_id: UUID, line: int) -> UUID:
    return id_of("census person", batch_id, line)


def own_centre(batch_id: UUID, region: str) -> UUID:
    return id_of("census centre", batch_id, region)
