"""Gathers what the lines of a file want of each record, however many speak of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from schemas.reference import StructureType
from services.registry.imports.models import (
    Action,
    AdvisorData,
    AdvisorOutcome,
    Affiliation,
    Change,
    Column,
    Line,
    Ref,
    StructureData,
    StructureOutcome,
)

# Each column that a line changes, with what stood there when it was judged.
Changed = dict[Column, str | None]


@dataclass
class StructureWish:
    """`data` is the whole state that the file's last line leaves it in."""

    ref: Ref
    line: int
    data: StructureData
    changed: Changed = field(default_factory=dict)


@dataclass
class PlaceWish:
    data: Affiliation
    is_new: bool
    changed: Changed = field(default_factory=dict)


@dataclass
class AdvisorWish:
    ref: Ref
    line: int
    data: AdvisorData
    changed: Changed = field(default_factory=dict)
    places: dict[Ref, PlaceWish] = field(default_factory=dict)


@dataclass
class Wishes:
    structures: dict[Ref, StructureWish] = field(default_factory=dict)
    advisors: dict[Ref, AdvisorWish] = field(default_factory=dict)
    centres: set[Ref] = field(default_factory=set)

    @property
    def known_structures(self) -> set[UUID]:
        """Every structure of the register that the lines change, use or designate."""
        places = (ref for wish in self.advisors.values() for ref in wish.places)
        named = (*self.structures, *self.centres, *places)
        return {ref for ref in named if isinstance(ref, UUID)}

    @property
    def known_advisors(self) -> set[UUID]:
        return {ref for ref in self.advisors if isinstance(ref, UUID)}


def gather(lines: Iterable[Line]) -> Wishes:
    """Gather from lines without error, in the order of the file."""
    wishes = Wishes()
    for line in lines:
        if not line.structure:
            continue
        if line.structure.data.type is StructureType.RESOURCE_CENTRE:
            wishes.centres.add(line.structure.ref)
        if not line.is_applicable:
            continue
        _wish_structure(wishes, line.structure, line.number)
        if line.advisor:
            _wish_advisor(wishes, line.advisor, line.structure.ref, line.number)
    return wishes


def _wish_structure(wishes: Wishes, outcome: StructureOutcome, line: int) -> None:
    if isinstance(outcome.ref, UUID) and outcome.action is Action.KEEP:
        return
    wish = wishes.structures.setdefault(
        outcome.ref, StructureWish(outcome.ref, line, outcome.data)
    )
    wish.data = outcome.data
    wish.changed = _first(outcome.changes) | wish.changed


def _wish_advisor(
    wishes: Wishes, outcome: AdvisorOutcome, structure: Ref, line: int
) -> None:
    place = outcome.affiliation
    is_known = isinstance(outcome.ref, UUID)
    if is_known and outcome.action is Action.KEEP and place.action is Action.KEEP:
        return
    wish = wishes.advisors.setdefault(
        outcome.ref, AdvisorWish(outcome.ref, line, outcome.data)
    )
    wish.data = outcome.data
    wish.changed = _first(outcome.changes) | wish.changed
    if place.action is Action.KEEP and structure not in wish.places:
        return
    is_new = place.action is Action.CREATE
    wanted = wish.places.setdefault(structure, PlaceWish(place.data, is_new))
    wanted.data = place.data
    wanted.changed = _first(place.changes) | wanted.changed


def _first(changes: Iterable[Change]) -> Changed:
    return {change.column: change.old for change in changes}


def taken(
    now: object,
    wanted: object,
    changed: Changed,
    *,
    fields: Mapping[Column, tuple[str, ...]],
    written: Mapping[Column, str | None],
) -> tuple[dict[str, object], tuple[Column, ...]]:
    """Tell which fields to take, and which columns somebody changed since.

    `written` is how each column of `now` reads today, as a cell would say it.
    """
    updates: dict[str, object] = {}
    lost: list[Column] = []
    for column, old in changed.items():
        names = fields[column]
        if getattr(now, names[0]) == getattr(wanted, names[0]):
            continue
        if written[column] != old:
            lost.append(column)
            continue
        updates |= {name: getattr(wanted, name) for name in names}
    return updates, tuple(lost)
