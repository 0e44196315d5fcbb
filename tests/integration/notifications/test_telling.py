"""NOT-10, NOT-03: who is told, once, and never against their choice."""

import asyncio
from uuid import UUID

from kit.ids import new_id
from schemas.events.registry import AdvisorInvited
from schemas.events.webinars import (
    SeatFreed,
    SeatMoved,
    WebinarCancelled,
    WebinarScheduled,
)
from services.notifications.preferences.service import PreferenceService
from services.notifications.recipients import repository
from tests.integration.notifications.conftest import Notifications
from tests.support.notifications import (
    HOUR,
    NOON,
    advisor,
    seat,
    told,
    vote,
    webinar,
)


async def people_of(notifications: Notifications, collection: str) -> list[UUID]:
    return [one["person_id"] for one in await notifications.documents(collection)]


class TestPublication:
    async def test_each_advisor_concerned_gets_one_email_and_one_entry_though_told_three_times(
        self, notifications: Notifications
    ) -> None:
        people = [new_id() for _ in range(25)]
        facts = [told(advisor(person_id=one)) for one in people]
        await notifications.advisors(*facts)
        published = told(webinar())

        await notifications.webinars(published)
        await asyncio.gather(
            notifications.webinars(published), notifications.webinars(published)
        )

        assert sorted(await people_of(notifications, "emails")) == sorted(people)
        assert sorted(await people_of(notifications, "inbox")) == sorted(people)

    async def test_it_goes_to_active_advisors_of_its_themes_and_regions_alone(
        self, notifications: Notifications
    ) -> None:
        right = advisor(themes=("securite", "gestion"), regions=("76", "93"))
        await notifications.advisors(
            told(right),
            told(advisor(themes=("site-web",))),
            told(advisor(themes=("securite",), regions=("11",))),
            told(advisor(themes=("securite",), status="suspended")),
            told(advisor(themes=("securite",), status="listed")),
        )

        await notifications.webinars(
            told(webinar(themes=("securite",), regions=("76", "84")))
        )

        assert await people_of(notifications, "emails") == [right.person_id]

    async def test_it_reaches_everybody_in_chunks(
        self, notifications: Notifications
    ) -> None:
        people = [new_id() for _ in range(7)]
        await notifications.advisors(*[told(advisor(person_id=one)) for one in people])
        before, repository.CHUNK = repository.CHUNK, 3

        try:
            await notifications.webinars(told(webinar()))
        finally:
            repository.CHUNK = before

        assert sorted(await people_of(notifications, "emails")) == sorted(people)

    async def test_a_webinar_that_has_begun_is_told_to_nobody(
        self, notifications: Notifications
    ) -> None:
        await notifications.advisors(told(advisor()))

        await notifications.webinars(
            told(webinar(starts_at=NOON - 24 * HOUR, ends_at=NOON - 23 * HOUR))
        )

        assert await people_of(notifications, "emails") == []

    async def test_an_advisor_whose_activation_is_read_after_the_publication_is_told_too(
        self, notifications: Notifications
    ) -> None:
        published = told(webinar(), at=NOON + HOUR)
        await notifications.webinars(published)
        active = told(advisor(), at=NOON)

        await notifications.advisors(active)
        await notifications.advisors(active)
        await notifications.webinars(published)

        assert await people_of(notifications, "emails") == [active.fact.person_id]

    async def test_an_advisor_who_becomes_active_later_is_not_told_what_is_old(
        self, notifications: Notifications
    ) -> None:
        await notifications.webinars(told(webinar(), at=NOON))

        await notifications.advisors(told(advisor(), at=NOON + HOUR))

        assert await people_of(notifications, "emails") == []

    async def test_a_fact_read_late_does_not_bring_an_old_status_back(
        self, notifications: Notifications
    ) -> None:
        gone = advisor(status="left")
        before = advisor(advisor_id=gone.advisor_id, person_id=gone.person_id)
        await notifications.advisors(told(gone, sequence=5))
        await notifications.advisors(told(before, sequence=4))

        await notifications.webinars(told(webinar()))

        assert await people_of(notifications, "emails") == []


class TestToldAgain:
    async def test_a_fact_from_the_journal_fills_the_inbox_and_is_not_mailed(
        self, notifications: Notifications
    ) -> None:
        known, later = advisor(), advisor()
        await notifications.advisors(told(known))
        published = told(webinar())
        await notifications.webinars(published)
        await notifications.advisors(told(later, at=NOON + HOUR))

        await notifications.webinars(published._replace(is_from_journal=True))

        people = [known.person_id, later.person_id]
        assert await people_of(notifications, "emails") == [known.person_id]
        assert sorted(await people_of(notifications, "inbox")) == sorted(people)

    async def test_an_activation_or_a_vote_from_the_journal_is_not_mailed_either(
        self, notifications: Notifications
    ) -> None:
        await notifications.webinars(told(webinar(), at=NOON + HOUR))
        elector = new_id()

        await notifications.advisors(told(advisor(), is_from_journal=True))
        await notifications.votes(told(vote(elector), is_from_journal=True))
        await notifications.advisors(
            told(
                advisor(AdvisorInvited, status="invited", invitation=1),
                is_from_journal=True,
            )
        )

        assert await people_of(notifications, "emails") == []
        assert elector in await people_of(notifications, "inbox")

    async def test_a_dead_letter_given_back_is_mailed_as_it_never_was(
        self, notifications: Notifications
    ) -> None:
        known = advisor()
        await notifications.advisors(told(known))

        await notifications.webinars(told(webinar(), is_replayed=True))

        assert await people_of(notifications, "emails") == [known.person_id]


class TestPreference:
    async def test_who_refused_the_email_gets_the_entry_alone(
        self, notifications: Notifications
    ) -> None:
        person_id = new_id()
        await notifications.advisors(told(advisor(person_id=person_id)))
        await notifications.of(PreferenceService).choose(
            person_id, ["webinars.email"], version=0
        )

        await notifications.webinars(told(webinar()))

        assert await people_of(notifications, "emails") == []
        assert await people_of(notifications, "inbox") == [person_id]

    async def test_who_refuses_between_the_fact_and_the_sending_gets_nothing(
        self, notifications: Notifications
    ) -> None:
        person_id = new_id()
        await notifications.add_cards(person_id)
        await notifications.advisors(told(advisor(person_id=person_id)))
        await notifications.webinars(told(webinar()))
        await notifications.of(PreferenceService).choose(
            person_id, ["webinars.email"], version=0
        )

        await notifications.deliver()

        assert notifications.post.messages == []
        assert [one["state"] for one in await notifications.documents("emails")] == [
            "dropped"
        ]


class TestInvitation:
    async def test_an_invited_advisor_gets_an_email_and_no_entry(
        self, notifications: Notifications
    ) -> None:
        invited = advisor(AdvisorInvited, status="invited", invitation=1)

        await notifications.advisors(told(invited))

        assert await people_of(notifications, "emails") == [invited.person_id]
        assert await people_of(notifications, "inbox") == []

    async def test_a_second_invitation_is_a_second_email(
        self, notifications: Notifications
    ) -> None:
        invited = advisor(AdvisorInvited, status="invited", invitation=1)
        again = invited.model_copy(update={"invitation": 2})
        first, second = told(invited), told(again, sequence=2)

        await notifications.advisors(first, second)
        await notifications.advisors(first, second)

        counters = [
            one["matter"]["invitation"]
            for one in await notifications.documents("emails")
        ]
        assert sorted(counters) == [1, 2]


class TestSeat:
    async def test_taken_moved_and_freed_are_each_told_once(
        self, notifications: Notifications
    ) -> None:
        taken = seat()
        moved = seat(
            SeatMoved,
            **taken.model_dump(exclude={"calendar_sequence"}),
            calendar_sequence=1,
        )
        freed = seat(
            SeatFreed,
            **taken.model_dump(exclude={"calendar_sequence", "state"}),
            calendar_sequence=2,
            state="cancelled",
        )
        facts = [told(taken), told(moved, sequence=2), told(freed, sequence=3)]

        await notifications.seats(*facts)
        await notifications.seats(*facts)

        emails = await notifications.documents("emails")
        assert sorted(one["matter"]["template"] for one in emails) == [
            "seat_freed",
            "seat_taken",
            "webinar_moved",
        ]

    async def test_a_cancelled_webinar_is_told_to_those_who_hold_a_seat(
        self, notifications: Notifications
    ) -> None:
        held = seat()
        given_back = seat(SeatFreed, webinar_id=held.webinar_id, state="cancelled")
        await notifications.seats(told(held), told(given_back))
        cancelled = webinar(
            WebinarCancelled, webinar_id=held.webinar_id, state="cancelled"
        )

        await notifications.webinars(told(cancelled, sequence=9))

        emails = await notifications.documents("emails")
        told_of = [
            one["person_id"]
            for one in emails
            if one["matter"]["template"] == "webinar_cancelled"
        ]
        assert told_of == [held.person_id]

    async def test_the_seats_freed_by_a_cancellation_tell_it_no_second_time(
        self, notifications: Notifications
    ) -> None:
        held = seat()
        cancelled = told(
            webinar(WebinarCancelled, webinar_id=held.webinar_id, state="cancelled"),
            sequence=9,
        )
        freed = seat(SeatFreed, **held.model_dump(exclude={"state"}), state="cancelled")
        await notifications.seats(told(held))

        await notifications.webinars(cancelled)
        await notifications.seats(told(freed, sequence=2))

        emails = await notifications.documents("emails")
        assert sorted(one["matter"]["template"] for one in emails) == [
            "seat_taken",
            "webinar_cancelled",
        ]

    async def test_a_date_set_before_publication_is_told_to_nobody(
        self, notifications: Notifications
    ) -> None:
        await notifications.advisors(told(advisor()))

        await notifications.webinars(told(webinar(WebinarScheduled, state="scheduled")))

        assert await people_of(notifications, "emails") == []


class TestVote:
    async def test_each_elector_is_told_and_nobody_else(
        self, notifications: Notifications
    ) -> None:
        electors = [new_id(), new_id()]
        opened = told(vote(*electors))

        await notifications.votes(opened)
        await notifications.votes(opened)

        assert sorted(await people_of(notifications, "inbox")) == sorted(electors)
        assert sorted(await people_of(notifications, "emails")) == sorted(electors)
