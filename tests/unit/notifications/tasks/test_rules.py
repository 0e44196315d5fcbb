"""What waits for whom, and how urgent it is."""

from datetime import UTC, datetime, timedelta

import pytest

from kit.identity.callers import Grant
from kit.ids import new_id
from schemas.access import Role
from schemas.events.webinars import SeatFreed
from services.notifications.tasks import facts, rules
from services.notifications.tasks.models import Kind, Lesson, Task, Waiting
from tests.support.notifications import NOON, dossier, seat, told, vote


def task(due_at: datetime, kind: Kind = Kind.VOTE) -> Task:
    return Task(kind=kind, subject_id=None, href="/", since=NOON, due_at=due_at)


def waiting(fact: object) -> Waiting:
    found = facts.waiting(told(fact))  # type: ignore[arg-type] # a fact of any kind
    assert found is not None
    return found


class TestUrgency:
    @pytest.mark.parametrize(
        ("after", "urgency"),
        [
            (timedelta(seconds=-1), "late"),
            (timedelta(hours=1), "today"),
            (timedelta(days=1), "week"),
            (timedelta(days=8), "later"),
        ],
    )
    def test_it_is_read_from_the_time_left(
        self, after: timedelta, urgency: str
    ) -> None:
        assert rules.urgency(task(NOON + after), now=NOON) == urgency

    def test_today_ends_at_midnight_in_paris(self) -> None:
        evening = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
        night = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

        assert rules.urgency(task(evening), now=NOON) == "today"
        assert rules.urgency(task(night), now=NOON) == "week"


class TestGrouped:
    def test_the_late_come_first_then_the_soonest(self) -> None:
        hours = (30, -2, 1, -40, 400)

        groups = rules.grouped(
            [task(NOON + timedelta(hours=n)) for n in hours], now=NOON
        )

        assert [group.urgency for group in groups] == ["late", "today", "week", "later"]
        assert groups[0].tasks[0].due_at < groups[0].tasks[1].due_at


class TestOfPerson:
    def test_a_vote_over_or_cast_waits_no_more(self) -> None:
        person_id = new_id()
        over = waiting(vote(person_id, closes_at=NOON - timedelta(minutes=1)))
        cast, open_ = waiting(vote(person_id)), waiting(vote(person_id))

        tasks = rules.of_person(
            [over, cast, open_],
            person_id=person_id,
            voted=frozenset({cast.id}),
            now=NOON,
        )

        assert [one.subject_id for one in tasks] == [open_.id]

    def test_a_secretary_who_may_not_vote_is_not_asked_to(self) -> None:
        tasks = rules.of_person(
            [waiting(vote(new_id()))], person_id=new_id(), voted=frozenset(), now=NOON
        )

        assert tasks == []

    def test_a_dossier_waits_again_when_its_vote_is_over_without_a_decision(
        self,
    ) -> None:
        submitted = waiting(dossier())
        over = vote(
            new_id(), dossier_id=submitted.id, closes_at=NOON - timedelta(minutes=1)
        )

        tasks = rules.of_person(
            [submitted, waiting(over)], person_id=new_id(), voted=frozenset(), now=NOON
        )

        assert [one.kind for one in tasks] == [Kind.OPEN_VOTE]


class TestAudienceKeys:
    def test_a_grant_opens_what_it_holds_and_nothing_else(self) -> None:
        person_id, centre = new_id(), new_id()

        keys = rules.audience_keys(
            person_id=person_id,
            grants=[Grant("centre_manager", centre), Grant("advisor", new_id())],
            committees=["pedagogical"],
        )

        assert keys == sorted(
            [
                f"person:{person_id}",
                "role:centre_manager",
                "role:advisor",
                f"centre:{centre}",
                "committee:pedagogical",
            ]
        )


class TestPatience:
    def test_every_kind_has_one(self) -> None:
        assert set(rules.PATIENCE) == set(Kind)


class TestSeats:
    @pytest.mark.parametrize(
        ("starts_in", "waits"),
        [
            (timedelta(hours=-2), False),
            (timedelta(minutes=-30), True),
            (timedelta(hours=3), True),
            (timedelta(days=6), True),
            (timedelta(days=8), False),
        ],
    )
    def test_a_seat_waits_from_the_week_before_until_the_webinar_ends(
        self, starts_in: timedelta, waits: bool
    ) -> None:
        starts_at = NOON + starts_in
        held = seat(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))

        tasks = rules.of_person(
            [waiting(held)], person_id=held.person_id, voted=frozenset(), now=NOON
        )

        assert [one.href for one in tasks] == (
            [f"/webinaires/{held.webinar_id}/inscription"] if waits else []
        )

    def test_a_seat_given_back_waits_for_nobody(self) -> None:
        freed = waiting(seat(SeatFreed, state="cancelled"))

        assert freed.kind is None


class TestTaught:
    """UX-07, UX-09: who holds several roles is taught for each."""

    def test_each_role_has_its_lesson_in_one_order(self) -> None:
        held = [Grant(role, new_id()) for role in ("operator", "member", "advisor")]

        lessons = [one.lesson for one in rules.taught(held)]

        assert lessons == [Lesson.ADVISE, Lesson.VOTE, Lesson.OPERATE]

    def test_what_two_roles_share_is_taught_once_for_both(self) -> None:
        held = [Grant("centre_manager", new_id()), Grant("national_admin")]

        [only] = rules.taught([*held, *held])

        assert only.lesson is Lesson.IMPORT
        assert only.roles == ("national_admin", "centre_manager")

    def test_who_holds_one_structure_imports_nothing(self) -> None:
        [only] = rules.taught([Grant("centre_manager", structure_id=new_id())])

        assert only.lesson is Lesson.FOLLOW

    def test_every_role_that_signs_in_is_taught(self) -> None:
        seated_or_machine = {Role.CHAIR, Role.SECRETARY, Role.CLIENT}

        assert set(rules.LESSONS) == set(Role) - seated_or_machine
