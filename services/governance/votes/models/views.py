"""What machines are shown of a vote."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from schemas.documents.governance import (
    Choice,
    MemberRole,
    Tally,
    VoteMode,
    VotingRules,
)
from schemas.events.governance import CommitteeCode


class ElectorView(BaseModel):
    person_id: UUID
    name: str | None
    organisation_id: UUID
    organisation: str | None
    role: MemberRole
    is_set_aside: bool
    set_aside_for: Literal["own_organisation", "own_dossier"] | None
    has_voted: bool
    choice: Choice | None = Field(
        default=None, description="In a named vote, after closing, for its committee."
    )
    reason: str | None = None


class OwnView(BaseModel):
    """How the caller stands in this vote."""

    is_elector: bool
    is_set_aside: bool
    has_voted: bool
    choice: Choice | None = Field(
        default=None, description="In a named vote; a secret one remembers nothing."
    )
    reason: str | None = None


class VoteView(BaseModel):
    id: UUID
    dossier_id: UUID
    dossier_number: str
    committee: CommitteeCode
    step: int
    question_fr: str
    question_en: str
    mode: VoteMode
    rules: VotingRules
    state: Literal["open", "closed"]
    opened_at: AwareDatetime
    closes_at: AwareDatetime
    closed_at: AwareDatetime | None
    entitled_count: int
    voted_count: int
    set_aside_count: int
    quorum_needed: int
    own: OwnView
    electors: list[ElectorView] = Field(
        description="For members of the dossier's committees; else empty."
    )
    tally: Tally | None
    explanation_fr: str | None
    explanation_en: str | None
    reasons: list[str] = Field(description="What those who said no wrote, unsigned.")
    decision_id: UUID | None
    decision_number: str | None


class Receipt(BaseModel):
    """That a ballot was taken; of a secret one nothing else is known."""

    vote_id: UUID
    mode: VoteMode
    has_voted: Literal[True] = True
    may_change: bool
    choice: Choice | None = None
