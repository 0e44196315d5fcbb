"""What an answer means, and what becomes of the e-mail."""

from datetime import timedelta

import pytest

from kit.ids import new_id
from services.notifications.deliveries import facts, rules
from services.notifications.deliveries.models import (
    Email,
    Outcome,
    Refused,
    Sent,
    ServerAbsent,
    TryLater,
    Unwanted,
)
from tests.support.notifications import NOON, matters


def email(**more: object) -> Email:
    return Email.model_validate(
        {
            "person_id": new_id(),
            "role": "advisor",
            "matter": matters()[1],
            "event_id": new_id(),
            "correlation_id": "c",
            "created_at": NOON,
            "due_at": NOON,
            "lease": new_id(),
        }
        | more
    )


class TestJudge:
    @pytest.mark.parametrize(
        ("code", "answer"),
        [
            (421, ServerAbsent("smtp_421")),
            (450, TryLater("smtp_450")),
            (452, TryLater("smtp_452")),
            (454, ServerAbsent("smtp_454")),
            (535, ServerAbsent("smtp_535")),
            (550, Refused("smtp_550")),
            (554, Refused("smtp_554")),
        ],
    )
    def test_the_class_of_the_code_decides(self, code: int, answer: Outcome) -> None:
        assert rules.judge(code) == answer


class TestAfter:
    @pytest.mark.parametrize(
        ("outcome", "state", "reason", "told"),
        [
            (Sent(), "sent", None, 1),
            (Refused("smtp_550"), "failed", "smtp_550", 1),
            (Unwanted(), "dropped", "unwanted", 0),
            (TryLater("smtp_451"), "queued", "smtp_451", 0),
        ],
    )
    def test_each_outcome_leaves_its_state_and_gives_the_lease_back(
        self, outcome: Outcome, state: str, reason: str | None, told: int
    ) -> None:
        after = rules.after(email(), outcome, at=NOON, share=1)

        assert (after.state, after.reason, after.attempts) == (state, reason, 1)
        assert after.lease is None
        assert len(facts.ended(after)) == told

    def test_waits_double_with_a_share_of_chance(self) -> None:
        first = rules.after(email(), TryLater("x"), at=NOON, share=1)
        third = rules.after(email(attempts=2), TryLater("x"), at=NOON, share=0.5)

        assert first.due_at == NOON + timedelta(minutes=1)
        assert third.due_at == NOON + timedelta(minutes=2)

    def test_the_last_attempt_fails_with_its_reason(self) -> None:
        tried = email(attempts=rules.BACKOFF.attempts - 1)

        after = rules.after(tried, TryLater("smtp_451"), at=NOON, share=1)

        assert (after.state, after.reason) == ("failed", "smtp_451")

    def test_a_failure_tells_no_address_and_no_name(self) -> None:
        after = rules.after(email(), Refused("smtp_550"), at=NOON, share=1)

        (fact,) = facts.ended(after)

        assert set(fact.model_dump()) == {
            "notification_id",
            "person_id",
            "channel",
            "template",
            "about",
            "attempts",
            "reason",
        }


class TestLease:
    def test_a_batch_is_given_up_well_before_anyone_may_claim_it(self) -> None:
        assert rules.SENDING_MAX <= rules.LEASE / 2
