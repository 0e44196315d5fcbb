"""What one asks of the register's structures, and what one is shown."""

from dataclasses import dataclass
from typing import Annotated, Self
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from kit.queries import Filled
from schemas.reference import StructureType

from .records import Structure
from .staff import Centre, StaffMember


class StructureFilter(BaseModel):
    """Every part narrows; `search` holds the beginnings of words."""

    model_config = ConfigDict(frozen=True)

    search: str = ""
    kind: StructureType | None = None
    department: str | None = None
    is_reception_point: bool | None = None


Code = Annotated[str, StringConstraints(max_length=3)]
Cursor = Annotated[str, StringConstraints(max_length=4_000)]


class StructureQuery(BaseModel):
    """The same in an address, and where to go on."""

    model_config = ConfigDict(frozen=True)

    q: str = Field(
        default="", max_length=100, description="Beginnings of words of its name."
    )
    kind: Annotated[StructureType | None, Filled] = None
    department: Annotated[Code | None, Filled] = None
    is_reception_point: Annotated[bool | None, Filled] = None
    after: Annotated[Cursor | None, Filled] = Field(
        default=None, description="Where to go on."
    )
    limit: int = Field(default=50, ge=1, le=200, description="How many at most.")

    @property
    def wanted(self) -> StructureFilter:
        return StructureFilter(
            search=self.q,
            kind=self.kind,
            department=self.department,
            is_reception_point=self.is_reception_point,
        )


@dataclass(frozen=True, slots=True)
class StructureList:
    """A page of a list; `next` is the cursor of what follows."""

    items: list[Structure]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class StructureSheet:
    """A structure with what stands around it; `names` are of its staff."""

    structure: Structure
    holder: str | None
    centre: Centre | None
    staff: list[StaffMember]
    names: dict[UUID, str]


class StructureView(BaseModel):
    """A structure as its managers read it over HTTP."""

    id: UUID
    version: int
    centre_id: UUID | None
    name: str
    kind: StructureType
    siret: str | None
    address: str | None
    postcode: str
    town: str
    commune: str
    department: str
    region: str
    phone: str | None
    email: str | None
    website: str | None
    is_reception_point: bool
    latitude: float | None
    longitude: float | None
    has_own_position: bool

    @classmethod
    def of(cls, structure: Structure) -> Self:
        return cls(**{name: getattr(structure, name) for name in cls.model_fields})
