"""What a machine is shown of a vote, as its reader may see it."""

from kit.texts import Texts
from schemas.documents.governance import Elector
from services.governance.votes.models import (
    ElectorView,
    OwnView,
    VoteSheet,
    VoteView,
)

from .counting import quorum_needed
from .words import explanation

SHOWN = {
    *("id", "dossier_id", "dossier_number", "committee", "step"),
    *("question_fr", "question_en", "mode", "state"),
    *("opened_at", "closes_at", "closed_at", "decision_id", "decision_number"),
}


def view(sheet: VoteSheet, *, french: Texts, english: Texts) -> VoteView:
    vote, tally = sheet.vote, sheet.vote.tally
    return VoteView(
        **vote.model_dump(include=SHOWN),
        rules=vote.rules,
        tally=tally,
        entitled_count=len(vote.entitled),
        voted_count=len(sheet.voted),
        set_aside_count=sheet.set_aside_count,
        quorum_needed=quorum_needed(vote.rules, entitled=len(vote.entitled)),
        own=OwnView(
            is_elector=sheet.is_elector,
            is_set_aside=sheet.is_set_aside,
            has_voted=sheet.has_voted,
            choice=None if sheet.own is None else sheet.own.choice,
            reason=None if sheet.own is None else sheet.own.reason,
        ),
        electors=[_elector(sheet, one) for one in vote.electors if sheet.is_insider],
        explanation_fr=None if tally is None else explanation(vote, tally, french),
        explanation_en=None if tally is None else explanation(vote, tally, english),
        reasons=list(vote.reasons),
    )


def _elector(sheet: VoteSheet, elector: Elector) -> ElectorView:
    ballot = sheet.ballots.get(elector.person_id)
    return ElectorView(
        person_id=elector.person_id,
        name=sheet.names.get(elector.person_id),
        organisation_id=elector.organisation_id,
        organisation=sheet.organisations.get(elector.organisation_id),
        role=elector.role,
        is_set_aside=elector.is_set_aside,
        set_aside_for=elector.reason,
        has_voted=elector.person_id in sheet.voted,
        choice=None if ballot is None else ballot.choice,
        reason=None if ballot is None else ballot.reason,
    )
