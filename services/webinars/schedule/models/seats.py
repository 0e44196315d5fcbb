"""How many seats a published webinar has, and how many are taken."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Seats(BaseModel):
    """`taken` is raised and lowered on condition, in the registrations' writes."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    seats_max: int
    taken: int = 0
    is_open: bool = True

    @property
    def left(self) -> int:
        return max(self.seats_max - self.taken, 0)
