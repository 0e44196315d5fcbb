"""The committees' shared documents: committees, dossiers, votes, ballots, decisions.

Any service may open a dossier about a thing it owns, in the transaction of its own
change; governance alone votes and decides; every service may read.
"""

from datetime import date
from typing import Annotated, ClassVar, Final, Literal
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.base import Stored
from schemas.events.governance import CommitteeCode, ObjectKind
from schemas.personal import Category, Kept, Personal, Purpose

DATABASE = "governance"
WORDS: Final = Personal(Category.WORDS, Purpose.DELIBERATE, Kept.DELIBERATION)

Choice = Literal["yes", "no", "abstain"]
VoteMode = Literal["named", "secret"]
MemberRole = Literal["chair", "secretary", "voting", "advisory", "observer"]
Effect = Literal["partner.standing_confirmed", "webinar.validate", "advisor.certify"]
# Void: the dossier was withdrawn while its vote was open.
Outcome = Literal["adopted", "rejected", "no_quorum", "void"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Share(_Part):
    """A fraction as two integers, so that no figure is ever rounded."""

    numerator: int = Field(ge=0, le=100)
    denominator: int = Field(ge=1, le=100)


class VotingRules(_Part):
    """How a committee decides: data, so that each committee can have its own."""

    quorum_base: Literal["entitled", "none"] = "entitled"
    quorum_share: Share = Share(numerator=1, denominator=2)
    majority_base: Literal["expressed", "entitled"] = "expressed"
    majority_share: Share = Share(numerator=1, denominator=2)
    majority_is_strict: bool = True
    chair_has_casting_vote: bool = True
    vote_days: int = Field(default=4, ge=1, le=60)


class Member(_Part):
    """A seat: who, for which organisation, as what, from when to when."""

    person_id: UUID
    organisation_id: UUID
    role: MemberRole
    term_starts_on: date
    term_ends_on: date
    left_on: date | None = None

    def sits_on(self, day: date) -> bool:
        is_gone = self.left_on is not None and self.left_on <= day
        return self.term_starts_on <= day <= self.term_ends_on and not is_gone


class Committee(Stored):
    COLLECTION: ClassVar[str] = "committees"

    code: CommitteeCode
    acronym: str = Field(min_length=2, max_length=6)
    mandate_fr: str = Field(max_length=2_000)
    mandate_en: str = Field(max_length=2_000)
    rules: VotingRules
    members: tuple[Member, ...] = ()


class DossierFactLine(_Part):
    """One line of what the committees should know, in both languages."""

    label_fr: str = Field(max_length=80)
    label_en: str = Field(max_length=80)
    value_fr: Annotated[str, WORDS] = Field(max_length=4_000)
    value_en: Annotated[str, WORDS] = Field(max_length=4_000)


class Step(_Part):
    """One committee's turn in the path of a dossier."""

    committee: CommitteeCode
    effect: Effect
    question_fr: str = Field(max_length=300)
    question_en: str = Field(max_length=300)
    state: Literal["waiting", "current", "adopted", "rejected"] = "waiting"
    vote_id: UUID | None = None
    decision_id: UUID | None = None
    decision_number: str | None = None
    decided_at: AwareDatetime | None = None


class Dossier(Stored):
    COLLECTION: ClassVar[str] = "dossiers"

    number: str = Field(pattern=r"^\d{4}-\d{4,}$")
    kind: ObjectKind
    object_id: UUID
    title: str = Field(min_length=1, max_length=300)
    organisation_id: UUID | None = None
    opened_by: UUID | None = None
    opened_at: AwareDatetime
    state: Literal["open", "adopted", "rejected", "withdrawn"] = "open"
    facts: tuple[DossierFactLine, ...] = ()
    path: tuple[Step, ...] = Field(min_length=1)

    @property
    def current_step(self) -> Step | None:
        return next((step for step in self.path if step.state == "current"), None)


class Elector(_Part):
    """A member as the electorate was frozen; set aside means: may not vote."""

    person_id: UUID
    organisation_id: UUID
    role: MemberRole
    is_set_aside: bool = False
    reason: Literal["own_organisation", "own_dossier"] | None = None


class Tally(_Part):
    """The arithmetic of a closed vote, kept as it was computed.

    Without a quorum no ballot is opened: `yes`, `no` and `abstain` stay at zero.
    """

    entitled: int
    voted: int
    yes: int
    no: int
    abstain: int
    quorum_needed: int
    majority_base: int
    majority_needed: int
    is_casting_vote_used: bool
    outcome: Outcome


class Vote(Stored):
    COLLECTION: ClassVar[str] = "votes"

    dossier_id: UUID
    dossier_number: str
    committee_id: UUID
    committee: CommitteeCode
    step: int = Field(ge=0)
    question_fr: str
    question_en: str
    mode: VoteMode
    rules: VotingRules
    opened_at: AwareDatetime
    opened_by: UUID
    closes_at: AwareDatetime
    state: Literal["open", "closed"] = "open"
    closed_at: AwareDatetime | None = None
    electors: tuple[Elector, ...]
    tally: Tally | None = None
    reasons: Annotated[tuple[str, ...], WORDS] = ()
    decision_id: UUID | None = None
    decision_number: str | None = None

    @property
    def entitled(self) -> tuple[Elector, ...]:
        return tuple(one for one in self.electors if not one.is_set_aside)


class NamedBallot(BaseModel):
    """A member's place in a named vote, laid out at the opening and filled by the vote.

    The choice may change until the closing, which shuts the place.
    """

    COLLECTION: ClassVar[str] = "ballots"
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    version: int = Field(default=1, ge=1)
    vote_id: UUID
    person_id: UUID
    is_open: bool = True
    has_voted: bool = False
    choice: Choice | None = None
    reason: Annotated[str | None, WORDS] = Field(default=None, max_length=2_000)
    cast_at: AwareDatetime | None = None


class Participation(BaseModel):
    """A member's place in a secret vote, laid out at the opening.

    It tells whether the member has voted: no choice, no time, no order, no version.
    """

    COLLECTION: ClassVar[str] = "participations"
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    vote_id: UUID
    person_id: UUID
    is_open: bool = True
    has_voted: bool = False


def place_id(vote_id: UUID, person_id: UUID) -> UUID:
    """Name a member's place in a vote: its `has_voted` says whether one is awaited."""
    return uuid5(vote_id, str(person_id))


class SealedBallot(BaseModel):
    """A choice in a secret vote: no voter, no time, no version, a random id."""

    COLLECTION: ClassVar[str] = "sealed_ballots"
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    vote_id: UUID
    choice: Choice


class SealedReason(BaseModel):
    """A reason given in a secret vote, apart from the ballot that it explains."""

    COLLECTION: ClassVar[str] = "sealed_reasons"
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    vote_id: UUID
    reason: Annotated[str, WORDS] = Field(max_length=2_000)


class Decision(Stored):
    """Numbered and immutable: written once, never changed."""

    COLLECTION: ClassVar[str] = "decisions"

    number: str = Field(pattern=r"^[A-Z]{2,6}-\d{4}-\d{3,}$")
    committee_id: UUID
    committee: CommitteeCode
    dossier_id: UUID
    dossier_number: str
    vote_id: UUID
    kind: ObjectKind
    object_id: UUID
    organisation_id: UUID | None = None
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


class Counter(BaseModel):
    """The last number given, raised in the transaction that uses it.

    Dossiers count by year: the id `dossier/2026` gives `2026-0147`.
    """

    COLLECTION: ClassVar[str] = "counters"
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(max_length=80)
    last: int = Field(ge=1)


SHARED: tuple[type[BaseModel], ...] = (
    Committee,
    Dossier,
    Vote,
    NamedBallot,
    Participation,
    SealedBallot,
    SealedReason,
    Decision,
)
