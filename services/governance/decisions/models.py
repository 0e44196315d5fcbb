"""What is asked about decisions, and what is shown of them."""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from schemas.documents.governance import Decision, Effect, Tally
from schemas.events.governance import CommitteeCode, ObjectKind


class Filter(BaseModel):
    """Which decisions to list."""

    model_config = ConfigDict(frozen=True)

    committee: CommitteeCode | None = None


class DecisionView(BaseModel):
    id: UUID
    number: str
    committee: CommitteeCode
    dossier_id: UUID
    dossier_number: str
    vote_id: UUID
    kind: ObjectKind
    object_id: UUID
    organisation_id: UUID | None
    effect: Effect
    outcome: Literal["adopted", "rejected"]
    is_final: bool
    title: str
    question_fr: str
    question_en: str
    text_fr: str
    text_en: str
    tally: Tally
    decided_at: AwareDatetime
    decided_on: date

    @classmethod
    def of(cls, decision: Decision) -> Self:
        return cls.model_validate(
            decision.model_dump(exclude={"version", "sequence", "committee_id"})
        )
