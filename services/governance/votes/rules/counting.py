"""Quorum and majority: integers only, so that no figure is ever rounded."""

from collections import Counter

from schemas.documents.governance import (
    Outcome,
    Share,
    Tally,
    VoteMode,
    VotingRules,
)
from services.governance.votes.models import Opened


def quorum_needed(rules: VotingRules, *, entitled: int) -> int:
    """Return how many must vote: one at least, whatever the rules say."""
    if rules.quorum_base == "none":
        return 1
    return max(1, _at_least(rules.quorum_share, entitled))


def majority_needed(rules: VotingRules, *, base: int) -> int:
    """Return how many must say yes: one at least, whatever the rules say."""
    if rules.majority_is_strict:
        share = rules.majority_share
        return base * share.numerator // share.denominator + 1
    return max(1, _at_least(rules.majority_share, base))


def count(
    rules: VotingRules, *, entitled: int, mode: VoteMode, opened: Opened
) -> Tally:
    """Count what the boxes held. Without a quorum no ballot is opened."""
    voted = len(opened.choices)
    quorum = quorum_needed(rules, entitled=entitled)
    found = Counter(opened.choices) if voted >= quorum else Counter()
    yes, no, abstain = found["yes"], found["no"], found["abstain"]
    base = entitled if rules.majority_base == "entitled" else yes + no
    needed = majority_needed(rules, base=base)
    casting = _casting_vote(rules, yes, no, mode=mode, opened=opened)
    outcome: Outcome = "adopted" if yes >= needed or casting == "yes" else "rejected"
    return Tally(
        entitled=entitled,
        voted=voted,
        yes=yes,
        no=no,
        abstain=abstain,
        quorum_needed=quorum,
        majority_base=base,
        majority_needed=needed,
        is_casting_vote_used=casting is not None,
        outcome=outcome if voted >= quorum else "no_quorum",
    )


def is_tie(rules: VotingRules, *, yes: int, no: int) -> bool:
    """Tell a tie: as many yes as no, where one more than half would have decided."""
    share = rules.majority_share
    is_simple = rules.majority_base == "expressed" and rules.majority_is_strict
    return is_simple and share.numerator * 2 == share.denominator and 0 < yes == no


def _casting_vote(
    rules: VotingRules, yes: int, no: int, *, mode: VoteMode, opened: Opened
) -> str | None:
    """Return what decides a tie: the chair's own choice, known in a named vote only."""
    may_decide = rules.chair_has_casting_vote and mode == "named"
    if not may_decide or not is_tie(rules, yes=yes, no=no):
        return None
    return opened.chair if opened.chair in ("yes", "no") else None


def _at_least(share: Share, base: int) -> int:
    return -(-base * share.numerator // share.denominator)
