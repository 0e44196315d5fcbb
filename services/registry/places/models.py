"""Places as the public asks for them, and what stands near them."""

from dataclasses import dataclass, field
from typing import Self

from pydantic import BaseModel, Field

from schemas.reference import StructureType
from services.registry.structures.models import Structure
from services.registry.territories.models import Commune, Position

PLACE_LENGTH_MAX = 100


class PlaceView(BaseModel):
    """A town that may be meant; `label` is what finds it again, alone."""

    code: str
    name: str
    postcode: str
    label: str
    department: str
    region: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Here:
    """One place is meant: a town, or all the towns of a postcode."""

    name: str
    postcode: str
    department: str
    position: Position | None
    communes: tuple[Commune, ...]
    label: str

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(one.current_code for one in self.communes)


@dataclass(frozen=True, slots=True)
class Several:
    """Several towns have that name: one must be chosen."""

    choices: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True)
class Nowhere:
    """No town is called so; these are nearly."""

    nearest: tuple[PlaceView, ...] = field(default=())


Answer = Here | Several | Nowhere


class ReceptionPoint(BaseModel):
    """What the public reads of a structure, and nothing else.

    Without a position of its own it is measured from its town's middle; in the town
    that was asked for, that says nothing: `distance_km` is then empty.
    """

    id: str
    name: str
    kind: StructureType
    address: str | None
    postcode: str
    town: str
    phone: str | None
    website: str | None
    distance_km: float | None
    is_exact: bool
    advisors: list[str] = Field(
        default=[], description="Who works there and consents to be named."
    )

    @classmethod
    def of(cls, structure: Structure, *, distance_km: float | None) -> Self:
        return cls(
            id=str(structure.id),
            name=structure.name,
            kind=structure.kind,
            address=structure.address,
            postcode=structure.postcode,
            town=structure.town,
            phone=structure.phone,
            website=structure.website,
            distance_km=distance_km,
            is_exact=structure.has_own_position,
        )


class Nearby(BaseModel):
    """Reception points, the nearest first, and the place they were measured from."""

    place: PlaceView
    items: list[ReceptionPoint]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted in one place."""

    structures: int = 0
    reception_points: int = 0
    advisors: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.structures + other.structures,
            self.reception_points + other.reception_points,
            self.advisors + other.advisors,
        )


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    code: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class RegionFigures:
    code: str
    name: str
    figures: Figures
    departments: tuple[DepartmentFigures, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A department as the map draws it; `level` is its shade, from 0 to 4."""

    code: str
    name: str
    count: int
    level: int
    title: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A shade of the map: what it stands for, and how many departments have it."""

    level: int
    least: int
    most: int | None
    count: int
