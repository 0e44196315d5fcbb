"""How a vote is told to the other services: never a choice, never who made it."""

from schemas.documents.governance import Tally, Vote
from schemas.events.governance import VoteClosed, VoteOpened


def opened(vote: Vote) -> VoteOpened:
    return VoteOpened(
        vote_id=vote.id,
        dossier_id=vote.dossier_id,
        committee=vote.committee,
        mode=vote.mode,
        closes_at=vote.closes_at,
        entitled_count=len(vote.entitled),
        set_aside_count=len(vote.electors) - len(vote.entitled),
        elector_ids=tuple(elector.person_id for elector in vote.entitled),
        dossier_number=vote.dossier_number,
    )


def closed(vote: Vote, tally: Tally) -> VoteClosed:
    return VoteClosed(
        vote_id=vote.id,
        dossier_id=vote.dossier_id,
        committee=vote.committee,
        mode=vote.mode,
        closes_at=vote.closes_at,
        entitled_count=tally.entitled,
        set_aside_count=len(vote.electors) - tally.entitled,
        voted_count=tally.voted,
        yes_count=tally.yes,
        no_count=tally.no,
        abstain_count=tally.abstain,
        quorum_needed=tally.quorum_needed,
        majority_needed=tally.majority_needed,
        outcome=tally.outcome,
        decision_id=vote.decision_id,
    )
