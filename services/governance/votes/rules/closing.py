"""When a vote may close, and what its closing makes of it."""

from datetime import datetime
from uuid import UUID

from kit.texts.dates import PARIS
from schemas.documents.governance import Decision, Dossier, Tally, Vote
from services.governance.votes.errors import MembersAwaited, VoteIsClosed


def require_closable(vote: Vote, *, voted: int, now: datetime) -> None:
    """Refuse to close before the end while a member is awaited.

    Raises:
        VoteIsClosed: it is closed already.
        MembersAwaited: somebody has not voted, and still may.
    """
    if vote.state == "closed":
        raise VoteIsClosed
    entitled = len(vote.entitled)
    if now < vote.closes_at and voted < entitled:
        raise MembersAwaited(voted=voted, entitled=entitled)


def closed(
    vote: Vote,
    *,
    tally: Tally,
    reasons: tuple[str, ...],
    decision: Decision | None,
    at: datetime,
) -> Vote:
    return vote.model_copy(
        update={
            "state": "closed",
            "closed_at": at,
            "tally": tally,
            "reasons": reasons if decision is not None else (),
            "decision_id": None if decision is None else decision.id,
            "decision_number": None if decision is None else decision.number,
        }
    )


def decision_on(
    dossier: Dossier,
    vote: Vote,
    tally: Tally,
    *,
    decision_id: UUID,
    number: str,
    text_fr: str,
    text_en: str,
    at: datetime,
) -> Decision:
    """Write the decision that this tally makes of this step."""
    return Decision(
        id=decision_id,
        number=number,
        committee_id=vote.committee_id,
        committee=vote.committee,
        dossier_id=dossier.id,
        dossier_number=dossier.number,
        vote_id=vote.id,
        kind=dossier.kind,
        object_id=dossier.object_id,
        organisation_id=dossier.organisation_id,
        effect=dossier.path[vote.step].effect,
        outcome="adopted" if tally.outcome == "adopted" else "rejected",
        is_final=vote.step == len(dossier.path) - 1,
        title=dossier.title,
        question_fr=vote.question_fr,
        question_en=vote.question_en,
        text_fr=text_fr,
        text_en=text_en,
        tally=tally,
        decided_at=at,
        decided_on=at.astimezone(PARIS).date(),
    )
