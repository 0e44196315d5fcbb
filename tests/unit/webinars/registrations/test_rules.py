"""Who may take a seat, and what calendars are told (WEB-08, WEB-17)."""

from datetime import timedelta

import pytest

from kit.ids import id_of
from services.webinars.registrations import rules
from services.webinars.registrations.errors import AdvisorsOnly, RegistrationClosed
from tests.unit.webinars.builders import NOW, START, an_open_one

PERSON = id_of("somebody")


class TestRefuse:
    def test_everyone_may_until_it_starts(self) -> None:
        webinar = an_open_one()

        rules.refuse(webinar, is_active_advisor=False, now=NOW)

        with pytest.raises(RegistrationClosed):
            rules.refuse(webinar, is_active_advisor=True, now=START)

    def test_a_reserved_one_takes_active_advisors(self) -> None:
        webinar = an_open_one(audience="advisors")

        rules.refuse(webinar, is_active_advisor=True, now=NOW)

        with pytest.raises(AdvisorsOnly):
            rules.refuse(webinar, is_active_advisor=False, now=NOW)


class TestFollow:
    def test_a_seat_that_is_right_already_is_left_alone(self) -> None:
        webinar = an_open_one()
        held = rules.register(webinar, PERSON, None, at=NOW)

        assert rules.follow(held, webinar, at=NOW) is None

    def test_each_change_counts_on_for_calendars(self) -> None:
        webinar = an_open_one()
        later = START + timedelta(days=1)
        moved = an_open_one(starts_at=later, ends_at=later + timedelta(hours=1))
        held = rules.register(webinar, PERSON, None, at=NOW)

        followed = rules.follow(held, moved, at=NOW)
        assert followed is not None
        freed = rules.cancel(followed, at=NOW)
        again = rules.register(moved, PERSON, freed, at=NOW)

        sequences = [one.calendar_sequence for one in (held, followed, freed, again)]
        assert sequences == [0, 1, 2, 3]
        assert again.id == held.id
