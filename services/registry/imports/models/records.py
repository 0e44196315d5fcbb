"""What a line says once it is read, and what the register already holds."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from schemas.reference import Profile, StructureType, Theme


class StructureData(BaseModel):
    """A structure, normalised. None is an empty cell, which never erases."""

    model_config = ConfigDict(frozen=True)

    name: str
    type: StructureType
    siret: str | None = None
    address: str | None = None
    postcode: str
    town: str
    town_code: str
    department: str
    region: str
    reception_point: bool | None = None
    telephone: str | None = None
    email: str | None = None
    website: str | None = None


class AdvisorData(BaseModel):
    """An advisor, normalised; the e-mail is in lower case and is the key."""

    model_config = ConfigDict(frozen=True)

    last_name: str
    first_name: str
    email: str
    telephone: str | None = None
    profile: Profile
    themes: tuple[Theme, ...] | None = None


class Affiliation(BaseModel):
    """An advisor's place in one structure; `share` is a percentage of full time."""

    model_config = ConfigDict(frozen=True)

    since: date | None = None
    share: float | None = None


class KnownStructure(BaseModel):
    """A structure of the register; without a holder, the nation holds it."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    holder_id: UUID | None
    data: StructureData


class KnownAdvisor(BaseModel):
    """An advisor of the register and the structures they work at."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    holder_id: UUID | None
    data: AdvisorData
    affiliations: dict[UUID, Affiliation]


@dataclass(frozen=True, slots=True)
class Importer:
    """Whose import it is: a resource centre's, or without one the nation's."""

    centre_id: UUID | None = None
    region: str | None = None

    @property
    def is_national(self) -> bool:
        return self.centre_id is None

    def may_change(self, holder_id: UUID | None) -> bool:
        """Let a national import cross centres; a centre's stays at home."""
        return self.is_national or holder_id == self.centre_id
