"""Quorum and majority, against an oracle that reckons in fractions."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.ids import new_id
from schemas.documents.governance import Choice, Share, VoteMode, VotingRules
from services.governance.votes import rules
from services.governance.votes.models import Opened

SHARES = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(
    lambda pair: Share(numerator=min(pair), denominator=max(pair))
)
RULES = st.builds(
    VotingRules,
    quorum_base=st.sampled_from(["entitled", "none"]),
    quorum_share=SHARES,
    majority_base=st.sampled_from(["expressed", "entitled"]),
    majority_share=SHARES | st.just(Share(numerator=1, denominator=2)),
    majority_is_strict=st.booleans(),
    chair_has_casting_vote=st.booleans(),
)
CHOICES = st.lists(st.sampled_from(["yes", "no", "abstain"]), max_size=40)
MODES = st.sampled_from(["named", "secret"])


def opened(choices: list[Choice], *, chair: Choice | None = None) -> Opened:
    voters = frozenset(new_id() for _ in choices)
    return Opened(voted=voters, choices=tuple(choices), reasons=(), chair=chair)


def oracle(
    ruled: VotingRules,
    choices: list[Choice],
    *,
    entitled: int,
    mode: VoteMode,
    chair: Choice | None,
) -> str:
    """Decide by comparing shares, never by counting what is needed."""
    voted = len(choices)
    quorum = Fraction(ruled.quorum_share.numerator, ruled.quorum_share.denominator)
    has_quorum = ruled.quorum_base == "none" or Fraction(voted, entitled) >= quorum
    if voted == 0 or not has_quorum:
        return "no_quorum"
    yes, no = choices.count("yes"), choices.count("no")
    base = entitled if ruled.majority_base == "entitled" else yes + no
    if yes == 0:
        return "rejected"
    part = Fraction(yes, base)
    needed = Fraction(ruled.majority_share.numerator, ruled.majority_share.denominator)
    if part > needed or (part == needed and not ruled.majority_is_strict):
        return "adopted"
    is_even = (
        yes == no
        and ruled.majority_base == "expressed"
        and ruled.majority_is_strict
        and needed == Fraction(1, 2)
    )
    decides = ruled.chair_has_casting_vote and mode == "named" and chair == "yes"
    return "adopted" if is_even and decides else "rejected"


class TestCount:
    @given(ruled=RULES, choices=CHOICES, absent=st.integers(0, 12), mode=MODES)
    def test_agrees_with_the_oracle(
        self,
        ruled: VotingRules,
        choices: list[Choice],
        absent: int,
        mode: VoteMode,
    ) -> None:
        entitled, chair = max(1, len(choices) + absent), choices[0] if choices else None

        tally = rules.count(
            ruled, entitled=entitled, mode=mode, opened=opened(choices, chair=chair)
        )

        expected = oracle(ruled, choices, entitled=entitled, mode=mode, chair=chair)
        assert tally.outcome == expected
        assert tally.voted == len(choices)

    @given(ruled=RULES, entitled=st.integers(1, 200))
    def test_asks_for_the_least_whole_number_that_suffices(
        self, ruled: VotingRules, entitled: int
    ) -> None:
        share = Fraction(ruled.quorum_share.numerator, ruled.quorum_share.denominator)

        needed = rules.quorum_needed(ruled, entitled=entitled)

        least = max(1, math.ceil(share * entitled))
        assert needed == (1 if ruled.quorum_base == "none" else least)

    @given(ruled=RULES, choices=CHOICES, absent=st.integers(0, 40))
    def test_opens_no_ballot_without_a_quorum(
        self, ruled: VotingRules, choices: list[Choice], absent: int
    ) -> None:
        entitled = max(1, len(choices) + absent)

        tally = rules.count(
            ruled, entitled=entitled, mode="named", opened=opened(choices)
        )

        told = tally.yes + tally.no + tally.abstain
        assert told == (0 if tally.outcome == "no_quorum" else len(choices))

    def test_reckons_as_the_founding_example(self) -> None:
        yes: list[Choice] = ["yes"]
        choices: list[Choice] = [*(yes * 6), "no", "abstain"]

        tally = rules.count(
            VotingRules(), entitled=10, mode="named", opened=opened(choices)
        )

        assert (tally.quorum_needed, tally.majority_base) == (5, 7)
        assert (tally.majority_needed, tally.outcome) == (4, "adopted")


class TestTie:
    @pytest.mark.parametrize(
        ("chair", "mode", "outcome", "is_used"),
        [
            ("yes", "named", "adopted", True),
            ("no", "named", "rejected", True),
            ("abstain", "named", "rejected", False),
            (None, "named", "rejected", False),
            ("yes", "secret", "rejected", False),
        ],
    )
    def test_is_settled_by_the_chair_where_the_choice_is_known(
        self, chair: Choice | None, mode: VoteMode, outcome: str, is_used: bool
    ) -> None:
        tie: list[Choice] = ["yes", "yes", "no", "no", "abstain"]

        tally = rules.count(
            VotingRules(), entitled=5, mode=mode, opened=opened(tie, chair=chair)
        )

        assert (tally.outcome, tally.is_casting_vote_used) == (outcome, is_used)

    def test_of_nobody_is_none(self) -> None:
        silence: list[Choice] = ["abstain", "abstain"]

        tally = rules.count(
            VotingRules(), entitled=2, mode="named", opened=opened(silence, chair="yes")
        )

        assert (tally.outcome, tally.is_casting_vote_used) == ("rejected", False)
