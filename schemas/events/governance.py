"""What the committees tell: seats, dossiers, votes, decisions."""

from datetime import date
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from schemas.base import Event, Says
from schemas.people import ErasureFact

TYPE = "fr.transition-numerique.governance"

CommitteeCode = Literal[
    "resource_centres", "pedagogical", "private_partners", "steering"
]
ObjectKind = Literal["webinar", "certification"]


class CommitteeFact(Event):
    """Who sits now; `officer_ids` are the chair and the secretary, who open votes."""

    topic: ClassVar[str] = "tn.governance.committee"
    example: ClassVar[dict[str, Any]] = {
        "committee_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7c10",
        "code": "pedagogical",
        "voting_seats": 10,
        "member_ids": ["01936a2b-11d0-7c55-8a3f-2f6a9d0e7c11"],
        "officer_ids": ["01936a2b-11d0-7c55-8a3f-2f6a9d0e7c11"],
    }

    committee_id: UUID
    code: CommitteeCode
    voting_seats: int
    member_ids: tuple[UUID, ...]
    officer_ids: tuple[UUID, ...] = ()

    @property
    def key(self) -> str:
        return str(self.committee_id)


class CommitteeEstablished(CommitteeFact):
    type: ClassVar[str] = f"{TYPE}.committee.established.v1"
    says: ClassVar[Says] = Says(
        "Comité établi",
        "Committee established",
        "Un comité existe, avec ses règles de vote.",
        "A committee exists, with its voting rules.",
    )


class MemberSeated(CommitteeFact):
    type: ClassVar[str] = f"{TYPE}.committee.member_seated.v1"
    says: ClassVar[Says] = Says(
        "Membre nommé",
        "Member seated",
        "Une personne siège à un comité, pour la durée de son mandat.",
        "A person sits on a committee, for a term.",
    )


class CommitteeRulesChanged(CommitteeFact):
    type: ClassVar[str] = f"{TYPE}.committee.rules_changed.v1"
    says: ClassVar[Says] = Says(
        "Règles de vote changées",
        "Voting rules changed",
        "Un comité votera désormais autrement. Les votes ouverts gardent leurs règles.",
        "A committee will vote differently from now on. Open votes keep their rules.",
    )


class MemberLeft(CommitteeFact):
    type: ClassVar[str] = f"{TYPE}.committee.member_left.v1"
    says: ClassVar[Says] = Says(
        "Membre parti",
        "Member left",
        "Une personne ne siège plus à un comité.",
        "A person no longer sits on a committee.",
    )


class DossierFact(Event):
    topic: ClassVar[str] = "tn.governance.dossier"
    example: ClassVar[dict[str, Any]] = {
        "dossier_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7c20",
        "number": "2026-0147",
        "kind": "webinar",
        "object_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7d10",
        "organisation_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b30",
        "committee": "private_partners",
        "state": "open",
    }

    dossier_id: UUID
    number: str
    kind: ObjectKind
    object_id: UUID
    organisation_id: UUID | None
    committee: CommitteeCode
    state: Literal["open", "adopted", "rejected", "withdrawn"]

    @property
    def key(self) -> str:
        return str(self.dossier_id)


class DossierOpened(DossierFact):
    type: ClassVar[str] = f"{TYPE}.dossier.opened.v1"
    says: ClassVar[Says] = Says(
        "Dossier ouvert",
        "Dossier opened",
        "Un service soumet un objet aux comités, dans l’écriture qui l’a changé.",
        "A service submits a thing to the committees, in the write that changed it.",
    )


class DossierForwarded(DossierFact):
    type: ClassVar[str] = f"{TYPE}.dossier.forwarded.v1"
    says: ClassVar[Says] = Says(
        "Dossier transmis",
        "Dossier forwarded",
        "Un comité a adopté, le suivant est saisi avec l’historique.",
        "One committee has adopted, the next one has it with its history.",
    )


class DossierClosed(DossierFact):
    type: ClassVar[str] = f"{TYPE}.dossier.closed.v1"
    says: ClassVar[Says] = Says(
        "Dossier clos",
        "Dossier closed",
        "Le dernier comité du parcours a décidé, ou l’un d’eux a rejeté.",
        "The last committee of the path has decided, or one has rejected.",
    )


class VoteFact(Event):
    topic: ClassVar[str] = "tn.governance.vote"
    example: ClassVar[dict[str, Any]] = {
        "vote_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7c30",
        "dossier_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7c20",
        "committee": "pedagogical",
        "mode": "named",
        "closes_at": "2026-11-27T17:00:00Z",
        "entitled_count": 9,
        "set_aside_count": 1,
    }

    vote_id: UUID
    dossier_id: UUID
    committee: CommitteeCode
    mode: Literal["named", "secret"]
    closes_at: AwareDatetime
    entitled_count: int
    set_aside_count: int

    @property
    def key(self) -> str:
        return str(self.vote_id)


class VoteOpened(VoteFact):
    """Who may vote stands in the vote itself; no choice leaves it before closing."""

    type: ClassVar[str] = f"{TYPE}.vote.opened.v1"
    says: ClassVar[Says] = Says(
        "Vote ouvert",
        "Vote opened",
        "Le corps électoral est figé, les membres en conflit d’intérêts sont écartés.",
        "The electorate is frozen, members with a conflict of interest are set aside.",
    )
    example: ClassVar[dict[str, Any]] = VoteFact.example | {
        "elector_ids": ["01936a2b-11d0-7c55-8a3f-2f6a9d0e7c11"],
        "dossier_number": "2026-0147",
    }

    elector_ids: tuple[UUID, ...]
    dossier_number: str


class VoteClosed(VoteFact):
    type: ClassVar[str] = f"{TYPE}.vote.closed.v1"
    says: ClassVar[Says] = Says(
        "Vote clos",
        "Vote closed",
        "Quorum et majorité sont calculés. Aucun choix individuel n’est dit. "
        "Sans quorum, aucun bulletin n’est dépouillé et un autre vote peut s’ouvrir.",
        "Quorum and majority are computed. No individual choice is told. Without a "
        "quorum no ballot is opened, and another vote may be.",
    )
    example: ClassVar[dict[str, Any]] = VoteFact.example | {
        "voted_count": 8,
        "yes_count": 6,
        "no_count": 1,
        "abstain_count": 1,
        "quorum_needed": 5,
        "majority_needed": 4,
        "outcome": "adopted",
        "decision_id": "01935f90-40aa-7b1e-b6c7-90d2e8f3a512",
    }

    voted_count: int
    yes_count: int
    no_count: int
    abstain_count: int
    quorum_needed: int
    majority_needed: int
    outcome: Literal["adopted", "rejected", "no_quorum", "void"]
    decision_id: UUID | None = None


class DecisionFact(Event):
    topic: ClassVar[str] = "tn.governance.decision"
    example: ClassVar[dict[str, Any]] = {
        "decision_id": "01935f90-40aa-7b1e-b6c7-90d2e8f3a512",
        "number": "CP-2026-014",
        "committee": "pedagogical",
        "dossier_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7c20",
        "vote_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7c30",
        "kind": "webinar",
        "object_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7d10",
        "effect": "webinar.validate",
        "is_final": True,
        "decided_on": "2026-11-27",
    }

    decision_id: UUID
    number: str
    committee: CommitteeCode
    dossier_id: UUID
    vote_id: UUID
    kind: ObjectKind
    object_id: UUID
    effect: Literal["partner.standing_confirmed", "webinar.validate", "advisor.certify"]
    is_final: bool
    decided_on: date

    @property
    def key(self) -> str:
        return str(self.decision_id)


class DecisionAdopted(DecisionFact):
    type: ClassVar[str] = f"{TYPE}.decision.adopted.v1"
    says: ClassVar[Says] = Says(
        "Décision adoptée",
        "Decision adopted",
        "Un comité a adopté. Le service concerné applique l’effet en lisant ce fait.",
        "A committee has adopted. The service concerned acts on reading this fact.",
    )


class DecisionRejected(DecisionFact):
    type: ClassVar[str] = f"{TYPE}.decision.rejected.v1"
    says: ClassVar[Says] = Says(
        "Décision de rejet",
        "Decision to reject",
        "Un comité a rejeté. L’effet n’a pas lieu, le dossier est clos.",
        "A committee has rejected. There is no effect, the dossier is closed.",
    )


class GovernanceErasure(ErasureFact):
    topic: ClassVar[str] = "tn.governance.erasure"
    type: ClassVar[str] = f"{TYPE}.governance_erasure.confirmed.v1"


EVENTS: tuple[type[Event], ...] = (
    CommitteeEstablished,
    MemberSeated,
    MemberLeft,
    CommitteeRulesChanged,
    DossierOpened,
    DossierForwarded,
    DossierClosed,
    VoteOpened,
    VoteClosed,
    DecisionAdopted,
    DecisionRejected,
    GovernanceErasure,
)
