"""A resource centre: a structure with a region to look after."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from kit.aggregates import Aggregate
from schemas.reference import REGIONS
from services.registry.structures.models import Structure


class ResourceCentre(Aggregate):
    """Its id is the tenant's: what it holds carries it as `centre_id`.

    A region has one referent at a time and any number of other centres.
    """

    structure_id: UUID
    name: str
    region: str
    is_referent: bool = False
    since: date
    until: date | None = None

    @property
    def is_active(self) -> bool:
        return self.until is None


class Designation(BaseModel):
    """The wish to make a structure a resource centre of its region."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    structure_id: UUID
    is_referent: bool = False


class CentreView(BaseModel):
    """A resource centre as anybody may read it."""

    id: UUID
    structure_id: UUID
    name: str
    region: str
    region_name: str
    is_referent: bool
    since: date
    address: str | None
    postcode: str | None
    town: str | None
    phone: str | None
    website: str | None

    @classmethod
    def of(cls, centre: ResourceCentre, structure: Structure | None) -> Self:
        return cls(
            **centre.model_dump(
                include={
                    *("id", "structure_id", "name", "region", "is_referent", "since")
                }
            ),
            region_name=REGIONS[centre.region],
            address=structure.address if structure else None,
            postcode=structure.postcode if structure else None,
            town=structure.town if structure else None,
            phone=structure.phone if structure else None,
            website=structure.website if structure else None,
        )
