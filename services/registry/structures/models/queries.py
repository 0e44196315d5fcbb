"""What one asks of the register's structures, and who works in one."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from schemas.reference import StructureType


class StructureFilter(BaseModel):
    """Every part narrows; `search` holds the beginnings of words."""

    model_config = ConfigDict(frozen=True)

    search: str = ""
    kind: StructureType | None = None
    department: str | None = None
    is_reception_point: bool | None = None


class StructureStaff(BaseModel):
    """An advisor of a structure: the name stands on the person's card."""

    model_config = ConfigDict(frozen=True)

    advisor_id: UUID
    person_id: UUID
    profile: str
    status: str
    is_certified: bool = False
