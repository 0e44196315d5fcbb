"""Builders of committees, dossiers and votes: each fills in what a test ignores."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from kit.ids import new_id
from schemas.documents.governance import (
    Committee,
    Dossier,
    Elector,
    Member,
    MemberRole,
    Step,
    Vote,
    VotingRules,
)
from schemas.events.governance import CommitteeCode

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def a_member(
    role: MemberRole = "voting",
    *,
    person_id: UUID | None = None,
    organisation_id: UUID | None = None,
    starts_on: date = date(2025, 1, 1),
    ends_on: date = date(2030, 12, 31),
    left_on: date | None = None,
) -> Member:
    return Member(
        person_id=person_id or new_id(),
        organisation_id=organisation_id or new_id(),
        role=role,
        term_starts_on=starts_on,
        term_ends_on=ends_on,
        left_on=left_on,
    )


def a_committee(
    *members: Member,
    code: CommitteeCode = "pedagogical",
    rules: VotingRules | None = None,
) -> Committee:
    return Committee(
        id=new_id(),
        code=code,
        acronym="CP",
        mandate_fr="Il valide les contenus.",
        mandate_en="It validates contents.",
        rules=rules or VotingRules(),
        members=members,
    )


def a_step(committee: CommitteeCode = "pedagogical", *, state: str = "waiting") -> Step:
    effects = {
        "private_partners": "partner.standing_confirmed",
        "resource_centres": "advisor.certify",
    }
    return Step.model_validate(
        {
            "committee": committee,
            "effect": effects.get(committee, "webinar.validate"),
            "question_fr": "Validez-vous ce webinaire pour le réseau ?",
            "question_en": "Do you validate this webinar for the network?",
            "state": state,
        }
    )


def a_dossier(
    *committees: CommitteeCode,
    number: str = "2026-0147",
    organisation_id: UUID | None = None,
    opened_by: UUID | None = None,
    object_id: UUID | None = None,
) -> Dossier:
    """Open a dossier before these committees; the first one's step is current."""
    first, *others = committees or ("private_partners", "pedagogical")
    return Dossier(
        id=new_id(),
        number=number,
        kind="webinar",
        object_id=object_id or new_id(),
        title="Recevoir ses factures électroniques sans changer d’outil",
        organisation_id=organisation_id,
        opened_by=opened_by,
        opened_at=NOON - timedelta(days=20),
        path=(a_step(first, state="current"), *(a_step(code) for code in others)),
    )


def an_elector(
    role: MemberRole = "voting", *, reason: Any = None, person_id: UUID | None = None
) -> Elector:
    return Elector(
        person_id=person_id or new_id(),
        organisation_id=new_id(),
        role=role,
        is_set_aside=reason is not None,
        reason=reason,
    )


def a_vote(electors: Sequence[Elector] = (), **changes: Any) -> Vote:
    vote = Vote(
        id=new_id(),
        dossier_id=new_id(),
        dossier_number="2026-0147",
        committee_id=new_id(),
        committee="pedagogical",
        step=0,
        question_fr="Validez-vous ce webinaire pour le réseau ?",
        question_en="Do you validate this webinar for the network?",
        mode="named",
        rules=VotingRules(),
        opened_at=NOON,
        opened_by=new_id(),
        closes_at=NOON + timedelta(days=4),
        electors=tuple(electors) or tuple(an_elector() for _ in range(3)),
    )
    return vote.model_copy(update=changes)
