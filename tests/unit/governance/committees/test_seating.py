"""Who may take a seat."""

from datetime import date, timedelta

import pytest

from kit.ids import new_id
from schemas.documents.governance import MemberRole
from services.governance.committees import rules
from services.governance.committees.errors import (
    AlreadySeated,
    OfficeTaken,
    SeatNotFound,
    TermInverted,
)
from services.governance.committees.models import Appointment
from tests.support.governance import TODAY, a_committee, a_member


def an_appointment(role: MemberRole = "voting", **changes: object) -> Appointment:
    given = {"person_id": new_id(), "organisation_id": new_id(), "role": role}
    return Appointment.model_validate(given | changes)


class TestSeat:
    def test_without_dates_lasts_three_years_from_today(self) -> None:
        seated = rules.seat(a_committee(), an_appointment(), today=TODAY)

        [member] = seated.members
        assert member.term_starts_on == TODAY
        assert member.term_ends_on == date(2029, 11, 23)

    def test_from_a_leap_day_ends_on_a_day_that_exists(self) -> None:
        seated = rules.seat(a_committee(), an_appointment(), today=date(2028, 2, 29))

        assert seated.members[0].term_ends_on == date(2031, 2, 28)

    def test_refuses_a_term_that_ends_before_it_starts(self) -> None:
        inverted = an_appointment(term_ends_on=TODAY - timedelta(days=1))

        with pytest.raises(TermInverted):
            rules.seat(a_committee(), inverted, today=TODAY)

    def test_refuses_a_second_seat_for_the_same_person(self) -> None:
        member = a_member("observer")

        with pytest.raises(AlreadySeated):
            rules.seat(
                a_committee(member),
                an_appointment(person_id=member.person_id),
                today=TODAY,
            )

    @pytest.mark.parametrize("office", ["chair", "secretary"])
    def test_refuses_a_second_holder_of_an_office(self, office: MemberRole) -> None:
        committee = a_committee(a_member(office))

        with pytest.raises(OfficeTaken):
            rules.seat(committee, an_appointment(office), today=TODAY)

    def test_lets_an_office_follow_on_the_day_it_is_left(self) -> None:
        committee = a_committee(a_member("chair", left_on=TODAY))

        seated = rules.seat(committee, an_appointment("chair"), today=TODAY)

        assert [m.role for m in rules.sitting(seated, TODAY)] == ["chair"]

    def test_lets_a_person_come_back_after_a_term(self) -> None:
        member = a_member(ends_on=TODAY - timedelta(days=1))

        seated = rules.seat(
            a_committee(member),
            an_appointment(person_id=member.person_id),
            today=TODAY,
        )

        assert len(seated.members) == 2


class TestUnseat:
    def test_leaves_the_seat_in_the_history(self) -> None:
        member = a_member()

        left = rules.unseat(a_committee(member), member.person_id, today=TODAY)

        assert rules.sitting(left, TODAY) == ()
        assert [m.person_id for m in left.members] == [member.person_id]

    def test_refuses_who_does_not_sit(self) -> None:
        gone = a_member(ends_on=TODAY - timedelta(days=1))

        with pytest.raises(SeatNotFound):
            rules.unseat(a_committee(gone), gone.person_id, today=TODAY)
