"""Until when a vote is open, and who may take part."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kit.ids import new_id
from services.governance.votes import rules
from services.governance.votes.errors import (
    DeadlineOutOfReach,
    MembersAwaited,
    NobodyEntitled,
    NotAnElector,
    SetAsideForDossier,
    SetAsideForOrganisation,
    VoteIsClosed,
)
from services.governance.votes.models import Opening
from tests.support.governance import (
    NOON,
    TODAY,
    a_committee,
    a_dossier,
    a_member,
    a_vote,
    an_elector,
)


class TestDeadline:
    def test_is_six_in_the_evening_in_paris(self) -> None:
        ends_at = rules.deadline(Opening(), now=NOON, days=4)

        assert ends_at == datetime(2026, 11, 27, 17, tzinfo=UTC)

    def test_keeps_the_hour_across_the_change_to_summer_time(self) -> None:
        before = datetime(2026, 3, 27, 12, tzinfo=UTC)

        ends_at = rules.deadline(Opening(days=3), now=before, days=4)

        assert ends_at == datetime(2026, 3, 30, 16, tzinfo=UTC)

    @pytest.mark.parametrize("ahead", [timedelta(0), timedelta(-1), timedelta(62)])
    def test_refuses_the_past_and_the_far_future(self, ahead: timedelta) -> None:
        asked = Opening(closes_at=NOON + ahead)

        with pytest.raises(DeadlineOutOfReach):
            rules.deadline(asked, now=NOON, days=4)


class TestElectors:
    def test_are_the_chair_and_the_voting_members_who_sit_that_day(self) -> None:
        chair, voting = a_member("chair"), a_member("voting")
        committee = a_committee(
            chair,
            voting,
            a_member("secretary"),
            a_member("advisory"),
            a_member("observer"),
            a_member("voting", ends_on=date(2026, 11, 22)),
            a_member("voting", starts_on=date(2026, 11, 24)),
            a_member("voting", left_on=TODAY),
        )

        frozen = rules.electors(committee, a_dossier(), day=TODAY)

        people = [elector.person_id for elector in frozen]
        assert people == [chair.person_id, voting.person_id]

    def test_set_aside_who_represents_the_dossier_s_organisation(self) -> None:
        organisation_id = new_id()
        own = a_member(organisation_id=organisation_id)
        dossier = a_dossier(organisation_id=organisation_id)

        frozen = rules.electors(a_committee(own, a_member()), dossier, day=TODAY)

        assert [e.reason for e in frozen] == ["own_organisation", None]
        assert [e.is_set_aside for e in frozen] == [True, False]

    def test_set_aside_who_opened_the_dossier_or_is_its_object(self) -> None:
        opener, subject = a_member(), a_member()
        dossier = a_dossier(opened_by=opener.person_id, object_id=subject.person_id)

        frozen = rules.electors(
            a_committee(opener, subject, a_member()), dossier, day=TODAY
        )

        assert [e.reason for e in frozen] == ["own_dossier", "own_dossier", None]

    def test_do_not_confuse_a_dossier_without_organisation(self) -> None:
        frozen = rules.electors(a_committee(a_member()), a_dossier(), day=TODAY)

        assert not frozen[0].is_set_aside

    def test_refuse_a_vote_in_which_nobody_is_left(self) -> None:
        organisation_id = new_id()
        committee = a_committee(
            a_member(organisation_id=organisation_id), a_member("observer")
        )

        with pytest.raises(NobodyEntitled) as refused:
            rules.electors(
                committee, a_dossier(organisation_id=organisation_id), day=TODAY
            )

        assert refused.value.facts == {"seats": 1, "set_aside": 1}


class TestPlace:
    def test_is_refused_outside_the_frozen_electorate(self) -> None:
        with pytest.raises(NotAnElector):
            rules.require_place(a_vote(), new_id())

    def test_is_refused_with_the_reason_of_the_conflict(self) -> None:
        own = an_elector(reason="own_organisation")
        opener = an_elector(reason="own_dossier")
        vote = a_vote([own, opener, an_elector()])

        with pytest.raises(SetAsideForOrganisation):
            rules.require_place(vote, own.person_id)
        with pytest.raises(SetAsideForDossier):
            rules.require_place(vote, opener.person_id)


class TestTime:
    def test_ends_when_the_vote_does_even_before_it_is_closed(self) -> None:
        vote = a_vote()

        rules.require_time(vote, now=vote.closes_at - timedelta(milliseconds=1))
        with pytest.raises(VoteIsClosed):
            rules.require_time(vote, now=vote.closes_at)
        with pytest.raises(VoteIsClosed):
            rules.require_time(vote.model_copy(update={"state": "closed"}), now=NOON)


class TestClosable:
    def test_waits_for_every_member_until_the_end(self) -> None:
        vote = a_vote([an_elector(), an_elector(), an_elector(reason="own_dossier")])

        with pytest.raises(MembersAwaited):
            rules.require_closable(vote, voted=1, now=NOON)
        rules.require_closable(vote, voted=2, now=NOON)
        rules.require_closable(vote, voted=0, now=vote.closes_at)
        with pytest.raises(VoteIsClosed):
            rules.require_closable(
                vote.model_copy(update={"state": "closed"}), voted=2, now=NOON
            )
