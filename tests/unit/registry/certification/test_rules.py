"""REG-09: who may ask for the label, and what a decision changes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kit.ids import new_id
from schemas.events.governance import DecisionAdopted, DecisionRejected
from services.registry.advisors.models import STATUSES, Advisor, Signature, Status
from services.registry.certification import rules
from services.registry.certification.errors import (
    AlreadyRequested,
    NotCertifiable,
    StillCertified,
)

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = AT.date()


def advisor(status: Status = "active", **more: Any) -> Advisor:
    signature = Signature(version=1, hash="a" * 64, signed_at=AT)
    return Advisor(
        person_id=new_id(),
        status=status,
        signature=signature,
        themes=("securite",),
        departments=("34", "2A"),
        **more,
    )


def waiting() -> Advisor:
    """Return an active advisor whose dossier is before the committee."""
    one = advisor()
    dossier = rules.dossier_of(
        one, id_=new_id(), number="2026-0007", structures={}, at=AT
    )
    return rules.requested(one, dossier)


def decision(one: Advisor, kind: type[Any], **more: Any) -> Any:
    assert one.certification is not None
    told = {
        "object_id": one.id,
        "dossier_id": one.certification.dossier_id,
        "effect": "advisor.certify",
        "decided_on": TODAY,
    }
    return kind.model_validate(DecisionAdopted.example | told | more)


class TestRequesting:
    @pytest.mark.parametrize("status", [s for s in STATUSES if s != "active"])
    def test_only_an_active_advisor_asks(self, status: Status) -> None:
        with pytest.raises(NotCertifiable) as refused:
            rules.check_may_request(advisor(status), day=TODAY)

        assert refused.value.facts["status"] == status

    def test_one_request_at_a_time(self) -> None:
        with pytest.raises(AlreadyRequested) as refused:
            rules.check_may_request(waiting(), day=TODAY)

        assert refused.value.facts == {"number": "2026-0007"}

    @pytest.mark.parametrize(
        ("day", "may"), [(date(2027, 7, 31), False), (date(2027, 9, 1), True)]
    )
    def test_the_label_is_renewed_in_its_last_ninety_days(
        self, day: date, *, may: bool
    ) -> None:
        one = advisor(certified_until=date(2027, 11, 19))

        assert rules.may_request(one, day=day) is may

    def test_a_label_far_from_its_end_is_named_with_its_date(self) -> None:
        one = advisor(certified_until=date(2027, 11, 19))

        with pytest.raises(StillCertified) as refused:
            rules.check_may_request(one, day=TODAY)

        assert refused.value.facts["until"] == "2027-11-19"


class TestDossier:
    def test_lays_out_public_facts_in_both_languages(self) -> None:
        dossier = rules.dossier_of(
            advisor(), id_=new_id(), number="2026-0007", structures={}, at=AT
        )

        shown = {line.label_en: line.value_en for line in dossier.facts}
        assert dossier.title == "Certification (Hérault, Corse-du-Sud)"
        assert shown["Themes"] == "Digital security"
        assert shown["Charter"] == "version 1, signed on 2026-11-20"
        assert dossier.current_step is not None
        assert dossier.current_step.effect == "advisor.certify"


class TestDeciding:
    def test_an_adopted_decision_grants_a_year(self) -> None:
        one = waiting()

        after = rules.decided(one, decision(one, DecisionAdopted))

        assert after.certified_from == TODAY
        assert after.certified_until == date(2027, 11, 19)

    def test_a_rejection_keeps_the_label_that_still_runs(self) -> None:
        one = waiting().model_copy(update={"certified_until": date(2027, 1, 5)})

        after = rules.decided(one, decision(one, DecisionRejected))

        assert after.certification is not None
        assert after.certification.state == "refused"
        assert after.certified_until == date(2027, 1, 5)

    def test_a_decision_answers_once_and_only_its_own_dossier(self) -> None:
        one = waiting()
        adopted = decision(one, DecisionAdopted)
        other = decision(one, DecisionAdopted, dossier_id=new_id())

        answered = rules.decided(one, adopted)

        assert rules.is_answer(one, adopted)
        assert not rules.is_answer(one, other)
        assert not rules.is_answer(answered, adopted)

    def test_who_left_meanwhile_gets_no_label(self) -> None:
        one = waiting().model_copy(update={"status": "left"})

        assert not rules.is_answer(one, decision(one, DecisionAdopted))

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (date(2026, 11, 27), date(2027, 11, 26)),
            (date(2028, 2, 29), date(2029, 2, 28)),
            (date(2027, 3, 1), date(2028, 2, 29)),
        ],
    )
    def test_a_year_ends_on_the_eve_of_its_anniversary(
        self, first: date, last: date
    ) -> None:
        assert rules.last_day(first) == last
