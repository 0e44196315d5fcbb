"""Structures and centres as their figures need them, and the figures."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.notifications.recipients.models import Copy


class Structure(Copy):
    centre_id: UUID | None
    department: str
    region: str
    is_reception_point: bool
    is_removed: bool


class Centre(Copy):
    name: str
    region: str
    is_active: bool


class Department(BaseModel):
    """The active advisors of a department; `dedicated` are among the `total`."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    dedicated: int
    total: int


class Coverage(BaseModel):
    """`until` is the time of the newest fact that these figures know."""

    model_config = ConfigDict(frozen=True)

    region_names: tuple[str, ...]
    active_count: int
    enrolled_count: int
    reception_points: int
    departments: tuple[Department, ...]
    until: datetime | None

    @property
    def covered_count(self) -> int:
        return sum(1 for one in self.departments if one.dedicated)

    @property
    def uncovered(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.departments if not one.dedicated)

    @property
    def most(self) -> int:
        return max((one.total for one in self.departments), default=0)
