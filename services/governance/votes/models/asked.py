"""What is asked of votes, and what the boxes held."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from kit.texts import N_
from kit.texts.typed import Readable
from kit.texts.validation import expected
from schemas.documents.governance import Choice, VoteMode

DAYS_MAX: Final = 60
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2_000), Readable
]
CHOICES: Final[Mapping[Choice, str]] = {
    "yes": N_("Oui"),
    "no": N_("Non"),
    "abstain": N_("Abstention"),
}


class Opening(BaseModel):
    """A vote to open on the current step, until an hour or for some days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: VoteMode = "named"
    closes_at: AwareDatetime | None = None
    days: Annotated[int, Field(ge=1, le=DAYS_MAX)] | None = None

    @model_validator(mode="after")
    def _has_one_end(self) -> Self:
        if self.closes_at is not None and self.days is not None:
            raise expected(
                N_("Une heure de clôture ou un nombre de jours, pas les deux.")
            )
        return self


class Ballot(BaseModel):
    """One member's choice. The reason is kept with a no, and with nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    choice: Choice
    reason: Annotated[Words | None, Field(validate_default=True)] = None

    @field_validator("reason")
    @classmethod
    def _explains_a_no(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("choice") != "no":
            return None
        if not reason:
            raise expected(N_("Un motif : dites ce qui permettrait un oui."))
        return reason


@dataclass(frozen=True, slots=True)
class Opened:
    """What the boxes held at closing: of a secret vote, choices without voters."""

    voted: frozenset[UUID]
    choices: tuple[Choice, ...]
    reasons: tuple[str, ...]
    chair: Choice | None = None
