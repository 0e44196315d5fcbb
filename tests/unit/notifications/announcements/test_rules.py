"""Which notification a fact makes, and its one name."""

from kit.ids import new_id
from services.notifications.announcements import rules
from services.notifications.announcements.rules import Why
from services.notifications.recipients import facts
from services.notifications.templates.models import Channel
from tests.support.notifications import LATER, NOON, advisor, matters, told, webinar

WHY = Why(new_id(), "c")


class TestNotificationId:
    def test_the_same_event_person_and_channel_have_one_name(self) -> None:
        person_id = new_id()

        names = {
            rules.notification_id(WHY, person_id, channel)
            for channel in Channel
            for _ in range(3)
        }

        assert len(names) == len(Channel)

    def test_another_event_has_another(self) -> None:
        person_id = new_id()
        other = Why(new_id(), "c")

        assert rules.notification_id(WHY, person_id, Channel.EMAIL) != (
            rules.notification_id(other, person_id, Channel.EMAIL)
        )


class TestConcerns:
    def test_a_webinar_without_region_concerns_the_nation(self) -> None:
        copy = facts.advisor(advisor(regions=("94",)), at=NOON)

        assert rules.concerns(copy, facts.webinar(told(webinar(regions=()))))
        assert not rules.concerns(copy, facts.webinar(told(webinar(regions=("76",)))))

    def test_only_active_advisors_are_concerned(self) -> None:
        copy = facts.advisor(advisor(status="enrolled"), at=NOON)

        assert not rules.concerns(copy, facts.webinar(told(webinar())))


class TestPublication:
    def test_it_says_for_whom_and_when(self) -> None:
        copy = facts.webinar(told(webinar(audience="advisors")))

        matter = rules.publication(copy, now=NOON)

        assert matter is not None
        assert (matter.is_for_advisors, matter.starts_at) == (True, LATER)

    def test_without_a_date_or_once_begun_there_is_nothing_to_say(self) -> None:
        undated = facts.webinar(told(webinar(starts_at=None)))
        begun = facts.webinar(told(webinar()))

        assert rules.publication(undated, now=NOON) is None
        assert rules.publication(begun, now=LATER) is None


class TestChannels:
    def test_who_cannot_or_does_not_come_in_has_no_entry(self) -> None:
        without = [
            one.template
            for one in matters()
            if Channel.INBOX not in rules.channels(one, WHY)
        ]

        assert without == [
            "advisor_invited",
            "account_invited",
            "password_link",
            "account_dormant",
            "email_link",
            "email_notice",
        ]
