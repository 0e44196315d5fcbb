"""What is asked of votes, and what each reader is shown of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal, Self
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
from kit.texts.validation import expected
from schemas.documents.governance import (
    Choice,
    Dossier,
    MemberRole,
    NamedBallot,
    Tally,
    Vote,
    VoteMode,
    VotingRules,
)
from schemas.events.governance import CommitteeCode
from services.governance.committees.models import Standing

DAYS_MAX: Final = 60
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
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


@dataclass(frozen=True, slots=True)
class VoteSheet:
    """A vote as one reader may see it, with the names that go with it."""

    vote: Vote
    standing: Standing
    path: frozenset[CommitteeCode]
    voted: frozenset[UUID]
    own: NamedBallot | None
    ballots: Mapping[UUID, NamedBallot]
    names: Mapping[UUID, str]
    organisations: Mapping[UUID, str]

    @property
    def is_insider(self) -> bool:
        """Members of the path's committees see who votes; the partner does not."""
        return self.standing.is_admin or bool(self.path & set(self.standing.seats))

    @property
    def may_close(self) -> bool:
        is_open = self.vote.state == "open"
        return is_open and self.standing.is_officer(self.vote.committee)

    @property
    def has_all_votes(self) -> bool:
        return len(self.voted) >= len(self.vote.entitled)

    @property
    def has_voted(self) -> bool:
        return self.standing.person_id in self.voted

    @property
    def is_elector(self) -> bool:
        return any(e.person_id == self.standing.person_id for e in self.vote.electors)

    @property
    def is_set_aside(self) -> bool:
        return self.is_elector and not self._is_entitled

    @property
    def _is_entitled(self) -> bool:
        return any(e.person_id == self.standing.person_id for e in self.vote.entitled)

    @property
    def awaits_reader(self) -> bool:
        """Whether a ballot of this reader is still taken: a first one, or a new one."""
        is_final = self.vote.mode == "secret" and self.has_voted
        return self.vote.state == "open" and self._is_entitled and not is_final

    @property
    def set_aside_count(self) -> int:
        return len(self.vote.electors) - len(self.vote.entitled)


@dataclass(frozen=True, slots=True)
class DossierSheet:
    """A dossier with all its votes, oldest first, as one reader may see them."""

    dossier: Dossier
    standing: Standing
    votes: tuple[VoteSheet, ...]
    organisation: str | None
    now: datetime

    @property
    def open_vote(self) -> VoteSheet | None:
        return next((one for one in self.votes if one.vote.state == "open"), None)

    @property
    def closed_votes(self) -> tuple[VoteSheet, ...]:
        """Latest first."""
        closed = [one for one in self.votes if one.vote.state == "closed"]
        return tuple(reversed(closed))

    @property
    def may_open(self) -> bool:
        step = self.dossier.current_step
        is_waiting = self.dossier.state == "open" and self.open_vote is None
        return (
            is_waiting and step is not None and self.standing.is_officer(step.committee)
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of dossiers, what is being voted on, and what awaits the reader."""

    dossiers: Sequence[Dossier]
    following: str | None
    open_votes: Mapping[UUID, Vote]
    waiting: Sequence[Vote]
    titles: Mapping[UUID, str]
    organisations: Mapping[UUID, str]
    standing: Standing
    now: datetime
