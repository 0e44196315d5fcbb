"""An organisation as the committees need to know it."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Organisation(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: UUID
    name: str
