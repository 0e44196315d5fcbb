"""What pages and answers are made from: records with the names around them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kit.identity.cards import Card

from .records import Advisor


@dataclass(frozen=True, slots=True)
class AdvisorRow:
    """An advisor with their card; an erased person has none."""

    advisor: Advisor
    card: Card | None


@dataclass(frozen=True, slots=True)
class AdvisorList:
    """A page of a list, by name; `next` names the last one when more follow."""

    rows: list[AdvisorRow]
    structures: Mapping[UUID, str]
    next: UUID | None


@dataclass(frozen=True, slots=True)
class AdvisorSheet:
    """An advisor with the names of structures and of the centre."""

    advisor: Advisor
    card: Card | None
    structures: Mapping[UUID, str]
    centre: str | None
