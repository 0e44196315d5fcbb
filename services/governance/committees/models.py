"""What is asked of committees, what is shown of them, and how somebody stands there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from kit.scope import Everything
from kit.texts import N_
from kit.texts.validation import expected
from schemas.documents.governance import Committee, Member, MemberRole, VotingRules
from schemas.events.governance import CommitteeCode

NAMES: Final[Mapping[CommitteeCode, str]] = {
    "resource_centres": N_("Comité des centres de ressources"),
    "pedagogical": N_("Comité pédagogique"),
    "private_partners": N_("Comité des partenaires privés"),
    "steering": N_("Comité de pilotage"),
}
ROLES: Final[Mapping[MemberRole, str]] = {
    "chair": N_("Présidence"),
    "secretary": N_("Secrétariat"),
    "voting": N_("Membre"),
    "advisory": N_("Voix consultative"),
    "observer": N_("Observation"),
}
VOTING: Final[frozenset[MemberRole]] = frozenset({"chair", "voting"})
OFFICES: Final[frozenset[MemberRole]] = frozenset({"chair", "secretary"})


class Appointment(BaseModel):
    """A seat to give. Without dates: from today, for three years."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person_id: UUID
    organisation_id: UUID
    role: MemberRole
    term_starts_on: date | None = None
    term_ends_on: date | None = None


class AppointmentForm(BaseModel):
    """The same, as a person asks it: by the address of who shall sit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254)
    ]
    organisation_id: UUID
    role: MemberRole
    term_starts_on: date | None = None
    term_ends_on: date | None = None

    def appointment(self, person_id: UUID) -> Appointment:
        return Appointment(person_id=person_id, **self.model_dump(exclude={"email"}))


class RulesWanted(VotingRules):
    """Voting rules as they may be asked for: a share of more than all is none."""

    @model_validator(mode="after")
    def _has_reachable_shares(self) -> Self:
        for share in (self.quorum_share, self.majority_share):
            if share.numerator > share.denominator:
                raise expected(N_("Une part qui ne dépasse pas le tout."))
        return self


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands before the committees, by seats and not by role.

    `called_to` are dossiers with an open vote in whose electorate one was frozen.
    """

    person_id: UUID | None
    is_admin: bool
    seats: Mapping[CommitteeCode, MemberRole]
    organisations: frozenset[UUID]
    called_to: frozenset[UUID] = frozenset()

    def is_officer(self, committee: CommitteeCode) -> bool:
        return self.seats.get(committee) in OFFICES

    @property
    def is_member(self) -> bool:
        return bool(self.seats)


Sight = Standing | Everything


class MemberView(BaseModel):
    person_id: UUID
    name: str | None = Field(description="Absent when the person was erased.")
    organisation_id: UUID
    organisation: str | None
    role: MemberRole
    term_starts_on: date
    term_ends_on: date
    left_on: date | None
    is_sitting: bool


class CommitteeView(BaseModel):
    id: UUID
    code: CommitteeCode
    acronym: str
    mandate_fr: str
    mandate_en: str
    rules: VotingRules
    voting_seats: int
    members: list[MemberView]
    version: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A committee with the names that its members and organisations go by."""

    committee: Committee
    names: Mapping[UUID, str]
    organisations: Mapping[UUID, str]
    today: date

    @property
    def sitting(self) -> tuple[Member, ...]:
        return tuple(m for m in self.committee.members if m.sits_on(self.today))

    @property
    def past(self) -> tuple[Member, ...]:
        return tuple(m for m in self.committee.members if m not in self.sitting)

    def view(self) -> CommitteeView:
        committee = self.committee
        return CommitteeView(
            **committee.model_dump(exclude={"members", "sequence", "rules"}),
            rules=committee.rules,
            voting_seats=sum(member.role in VOTING for member in self.sitting),
            members=[self._member(member) for member in committee.members],
        )

    def _member(self, member: Member) -> MemberView:
        return MemberView(
            **member.model_dump(),
            name=self.names.get(member.person_id),
            organisation=self.organisations.get(member.organisation_id),
            is_sitting=member.sits_on(self.today),
        )
