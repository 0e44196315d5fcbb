"""An advisor as a webinar needs to know one: may they come, and whence."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Advisor(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: UUID
    person_id: UUID
    is_active: bool
    profile: str | None = None
    departments: tuple[str, ...] = ()
