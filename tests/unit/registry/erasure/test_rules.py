"""SEC-07: an erasure is asked for, waits, and is whole when all have confirmed."""

from datetime import UTC, datetime, timedelta

import pytest

from kit.ids import new_id
from services.registry.erasure import rules
from services.registry.erasure.errors import ErasureDone, NothingToWithdraw
from services.registry.erasure.models import SERVICES, Confirmed, Erasure, Origin

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def an_erasure(origin: Origin = "administration") -> Erasure:
    return rules.asked(None, new_id(), origin=origin, by=None, at=NOON)


def whole() -> Erasure:
    erasure = rules.erased(an_erasure(), at=NOON)
    for service in SERVICES:
        word = Confirmed(service=service, at=NOON, erased={f"{service}.x": 1})
        erasure = rules.confirmed(erasure, word, at=NOON)
    return erasure


@pytest.mark.parametrize(
    ("origin", "days"), [("self", 7), ("retention", 30), ("administration", 0)]
)
def test_who_asks_decides_how_long_it_waits(origin: Origin, days: int) -> None:
    assert an_erasure(origin).due_at - NOON == timedelta(days=days)


def test_what_waits_can_be_withdrawn_and_asked_again() -> None:
    withdrawn = rules.withdrawn(an_erasure("self"))

    again = rules.asked(withdrawn, withdrawn.id, origin="self", by=None, at=NOON)

    assert again.state == "waiting"
    assert again.version == withdrawn.version
    with pytest.raises(NothingToWithdraw):
        rules.withdrawn(withdrawn)


def test_nobody_is_erased_twice() -> None:
    done = rules.erased(an_erasure(), at=NOON)

    with pytest.raises(ErasureDone):
        rules.asked(done, done.id, origin="administration", by=None, at=NOON)


class TestProof:
    def test_it_is_whole_only_with_the_last_word(self) -> None:
        erasure = rules.erased(an_erasure(), at=NOON)

        for service in SERVICES[:-1]:
            word = Confirmed(service=service, at=NOON)
            erasure = rules.confirmed(erasure, word, at=NOON)

        assert erasure.state == "erased"
        assert erasure.awaited == SERVICES[-1:]
        assert erasure.proof is None
        assert whole().state == "complete"

    def test_a_word_told_twice_counts_once(self) -> None:
        erasure = whole()
        word = Confirmed(service="hub", at=NOON, erased={"hub.replays": 9})

        assert rules.confirmed(erasure, word, at=NOON) == erasure

    def test_a_proof_that_was_changed_no_longer_holds(self) -> None:
        erasure = whole()
        later = erasure.model_copy(update={"completed_at": NOON + timedelta(days=1)})

        assert rules.is_proved(erasure)
        assert rules.is_proved(erasure.model_copy(update={"version": 9}))
        assert not rules.is_proved(later)
