"""A resource centre: a structure with a region to look after."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from kit.aggregates import Aggregate


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


class Withdrawal(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
