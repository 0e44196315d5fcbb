"""What is told by which channel: defaults by role, then the person's choice."""

import pytest

from kit.ids import new_id
from schemas.access import Role
from services.notifications.preferences import rules
from services.notifications.preferences.errors import FamilyIsMandatory
from services.notifications.preferences.models import Preferences
from services.notifications.templates.models import Channel, Family


class TestIsWanted:
    def test_an_advisor_who_never_chose_gets_new_webinars(self) -> None:
        assert rules.is_wanted(
            Family.WEBINARS, Channel.EMAIL, muted=None, role=Role.ADVISOR
        )

    def test_an_administrator_who_never_chose_gets_no_email_of_votes(self) -> None:
        assert not rules.is_wanted(
            Family.COMMITTEES, Channel.EMAIL, muted=None, role=Role.NATIONAL_ADMIN
        )

    def test_a_choice_holds_against_the_default_of_the_role(self) -> None:
        assert rules.is_wanted(
            Family.COMMITTEES, Channel.EMAIL, muted=(), role=Role.NATIONAL_ADMIN
        )

    def test_one_channel_is_refused_without_the_other(self) -> None:
        muted = ("webinars.email",)

        wanted = {
            channel: rules.is_wanted(
                Family.WEBINARS, channel, muted=muted, role=Role.ADVISOR
            )
            for channel in Channel
        }

        assert wanted == {Channel.EMAIL: False, Channel.INBOX: True}

    @pytest.mark.parametrize("family", [Family.ACCOUNT, Family.REGISTRATIONS])
    def test_a_mandatory_family_is_sent_whatever_was_stored(
        self, family: Family
    ) -> None:
        muted = (rules.code(family, Channel.EMAIL),)

        assert rules.is_wanted(family, Channel.EMAIL, muted=muted, role=Role.ADVISOR)


class TestDefaults:
    def test_who_has_two_roles_gets_what_either_gets(self) -> None:
        assert rules.defaults([Role.NATIONAL_ADMIN, Role.MEMBER]) == frozenset()

    def test_an_administrator_alone_is_spared(self) -> None:
        assert "committees.email" in rules.defaults([Role.NATIONAL_ADMIN])


class TestChoose:
    def test_a_choice_is_sorted_and_said_once(self) -> None:
        before = Preferences(id=new_id())

        after = rules.choose(before, ["webinars.inbox", "webinars.email"] * 2)

        assert after.muted == ("webinars.email", "webinars.inbox")

    def test_a_mandatory_family_cannot_be_refused(self) -> None:
        with pytest.raises(FamilyIsMandatory):
            rules.choose(Preferences(id=new_id()), ["account.email"])

    def test_boxes_left_unticked_are_refused_and_mandatory_ones_are_not(self) -> None:
        assert rules.refused(["webinars.inbox"]) == [
            "webinars.email",
            "committees.email",
            "committees.inbox",
        ]
