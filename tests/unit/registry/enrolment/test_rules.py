"""REG-07, REG-08: every step from every state, and what each refusal says."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kit.ids import new_id
from services.registry.advisors.models import STATUSES, Advisor, Status
from services.registry.enrolment import rules
from services.registry.enrolment.errors import (
    MISSING,
    AlreadySigned,
    IllegalStep,
    InvitationReplaced,
)

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
Step = Callable[[Advisor], Advisor]
STEPS: dict[str, Step] = {
    "invite": lambda one: rules.invite(one, at=AT),
    "enrol": lambda one: rules.enrol(one, at=AT),
    "sign": lambda one: rules.sign(one, version=1, hash_="a" * 64, at=AT),
    "suspend": lambda one: rules.suspend(one, reason="Congé", at=AT, by=None),
    "leave": lambda one: rules.leave(one, reason="Mutation", at=AT, by=None),
    "resume": rules.resume,
}
LEGAL: dict[tuple[str, Status], Status] = {
    ("invite", "listed"): "invited",
    ("invite", "invited"): "invited",
    ("enrol", "invited"): "enrolled",
    ("sign", "enrolled"): "active",
    ("sign", "active"): "active",
    ("suspend", "active"): "suspended",
    ("leave", "listed"): "left",
    ("leave", "invited"): "left",
    ("leave", "enrolled"): "left",
    ("leave", "active"): "left",
    ("leave", "suspended"): "left",
    ("resume", "suspended"): "listed",
    ("resume", "left"): "listed",
}


def advisor(status: Status = "listed") -> Advisor:
    return Advisor(person_id=new_id(), status=status)


class TestSteps:
    @pytest.mark.parametrize(("step", "status"), LEGAL)
    def test_a_legal_step_leads_on(self, step: str, status: Status) -> None:
        after = STEPS[step](advisor(status))

        assert after.status == LEGAL[step, status]

    @pytest.mark.parametrize(
        ("step", "status"),
        [
            (step, status)
            for step in STEPS
            for status in STATUSES
            if (step, status) not in LEGAL
        ],
    )
    def test_every_other_step_names_the_state_and_what_is_missing(
        self, step: str, status: Status
    ) -> None:
        with pytest.raises(IllegalStep) as refused:
            STEPS[step](advisor(status))

        assert refused.value.status == 409
        assert refused.value.detail == MISSING[status]
        assert refused.value.facts == {"step": step, "status": status}

    def test_a_second_invitation_replaces_the_first(self) -> None:
        invited = rules.invite(rules.invite(advisor(), at=AT), at=AT)

        rules.check_link(invited, 2)
        with pytest.raises(InvitationReplaced):
            rules.check_link(invited, 1)

    def test_a_signature_keeps_version_hash_and_date(self) -> None:
        signed = rules.sign(advisor("enrolled"), version=3, hash_="b" * 64, at=AT)

        assert signed.signature is not None
        assert signed.signature.model_dump() == {
            "version": 3,
            "hash": "b" * 64,
            "signed_at": AT,
        }

    def test_the_same_version_is_signed_once(self) -> None:
        signed = rules.sign(advisor("enrolled"), version=3, hash_="b" * 64, at=AT)

        with pytest.raises(AlreadySigned):
            rules.sign(signed, version=3, hash_="b" * 64, at=AT)

    @pytest.mark.parametrize(
        ("steps", "reached"),
        [
            ((), "listed"),
            (("invite",), "invited"),
            (("invite", "enrol"), "enrolled"),
            (("invite", "enrol", "sign"), "active"),
        ],
    )
    def test_who_comes_back_goes_on_from_where_they_were(
        self, steps: tuple[str, ...], reached: str
    ) -> None:
        one = advisor()
        for step in steps:
            one = STEPS[step](one)

        back = rules.resume(STEPS["leave"](one))

        assert back.status == reached
        assert back.halt is None
