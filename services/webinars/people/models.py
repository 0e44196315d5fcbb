"""An advisor as a reserved webinar needs to know one."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Advisor(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: UUID
    person_id: UUID
    is_active: bool
