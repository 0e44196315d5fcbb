"""Who comes, counted so that nobody is recognised (WEB-23)."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kit.ids import id_of
from services.webinars.attendance import rules
from services.webinars.attendance.models import Share
from services.webinars.people.models import Advisor
from services.webinars.registrations import rules as registering
from services.webinars.registrations.models import Registration
from tests.unit.webinars.builders import NOW, an_open_one

WEBINAR = an_open_one()


def seat(name: str) -> Registration:
    return registering.register(WEBINAR, id_of(name), None, at=NOW)


def advisor(name: str, department: str) -> Advisor:
    return Advisor(
        id=id_of("advisor", name),
        person_id=id_of(name),
        is_active=True,
        profile="dedicated",
        departments=(department, "75"),
    )


class TestAttendance:
    def test_fewer_than_three_of_a_department_are_counted_among_the_others(
        self,
    ) -> None:
        places = {"a": "34", "b": "34", "c": "34", "d": "31", "e": "31"}
        people = {id_of(name): advisor(name, code) for name, code in places.items()}
        seats = [seat(name) for name in (*places, "unknown")]

        counted = rules.attendance(seats, people)

        assert counted.departments == (
            Share(code="34", count=3),
            Share(code=None, count=3),
        )
        assert counted.profiles == (
            Share(code="dedicated", count=5),
            Share(code=None, count=1),
        )

    def test_a_seat_given_back_is_counted_apart_and_named_nowhere(self) -> None:
        kept, freed = seat("kept"), registering.cancel(seat("freed"), at=NOW)
        names = {id_of("kept"): "Ana Costa", id_of("freed"): "Léo Roy"}

        counted = rules.attendance([kept, freed], {})
        coming = rules.coming([kept, freed], names)

        assert (counted.registered, counted.given_back) == (1, 1)
        assert [one.name for one in coming] == ["Ana Costa"]

    @given(st.lists(st.sampled_from(["34", "31", "75", None])))
    def test_everybody_is_counted_once_and_no_few_are_told(
        self, codes: Sequence[str | None]
    ) -> None:
        found = rules.shares(codes)

        assert sum(one.count for one in found) == len(codes)
        assert all(one.count >= rules.FEW for one in found if one.code is not None)
