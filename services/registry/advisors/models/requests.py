"""What one asks of advisors, and what one writes of them."""

from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from kit.queries import Filled
from kit.texts import N_
from kit.texts.validation import expected
from schemas.reference import DEPARTMENTS, THEMES, Theme

from .records import ProfileCode, Status

THEMES_MAX = len(THEMES)


def _known_department(code: str) -> str:
    if code not in DEPARTMENTS:
        raise expected(N_("Le code d’un département, comme 34 ou 2A."))
    return code


Department = Annotated[
    str, StringConstraints(max_length=3), AfterValidator(_known_department)
]
Percentage = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class AdvisorFilter(BaseModel):
    """What a list of advisors keeps; nothing said keeps all."""

    model_config = ConfigDict(frozen=True)

    status: Annotated[Status | None, Filled] = None
    theme: Annotated[Theme | None, Filled] = None
    department: Annotated[Department | None, Filled] = None
    structure_id: Annotated[UUID | None, Filled] = None
    name: Annotated[str, StringConstraints(max_length=100)] = ""


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quotity(Asked):
    """The share of time at one structure, as a percentage of full time."""

    structure_id: UUID
    quotity: Percentage | None = None


class AdvisorEdit(Asked):
    """What is not given stays as it is."""

    profile: ProfileCode | None = None
    themes: Annotated[tuple[Theme, ...], Field(max_length=THEMES_MAX)] | None = None
    quotities: Annotated[tuple[Quotity, ...], Field(max_length=50)] = ()


class AdvisorForm(Asked):
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    profile: ProfileCode
    themes: Annotated[list[Theme], Field(max_length=THEMES_MAX)] = []

    def edit(self) -> AdvisorEdit:
        return AdvisorEdit(profile=self.profile, themes=tuple(self.themes))


class QuotityForm(Quotity):
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]

    def edit(self) -> AdvisorEdit:
        one = Quotity(structure_id=self.structure_id, quotity=self.quotity)
        return AdvisorEdit(quotities=(one,))
