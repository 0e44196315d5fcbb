"""A partner organisation as a proposal needs to know it."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Partner(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    name: str
    is_member: bool
    paid_until: date | None

    def is_in_good_standing(self, day: date) -> bool:
        return self.is_member and self.paid_until is not None and self.paid_until >= day
