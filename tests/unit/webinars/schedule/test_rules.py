"""When a webinar may be dated, published, cancelled (WEB-02, WEB-05, WEB-06)."""

from datetime import timedelta

import pytest

from kit.errors import ServiceError
from services.webinars.proposals.models import Webinar
from services.webinars.schedule import errors, rules
from services.webinars.schedule.models import Slot
from tests.unit.webinars.builders import (
    NOW,
    START,
    a_decided_one,
    a_webinar,
    an_open_one,
)

SLOT = Slot(starts_at=START, room="gutenberg")
CANCELLED = an_open_one(state="cancelled", cancelled_at=NOW)
PAST = an_open_one(starts_at=NOW, ends_at=NOW + timedelta(hours=1))
SCHEDULED = an_open_one(state="scheduled", published_at=None)
LATE = SCHEDULED.model_copy(update={"starts_at": NOW})


class TestSchedule:
    def test_the_end_follows_from_the_length(self) -> None:
        slot = Slot(starts_at=START, room="curie", duration_minutes=45)

        scheduled = rules.schedule(a_decided_one(), slot, dossier=None, now=NOW)

        assert scheduled.ends_at == START + timedelta(minutes=45)
        assert (scheduled.state, scheduled.room) == ("scheduled", "curie")

    def test_an_open_one_stays_open_at_its_new_date(self) -> None:
        moved = rules.schedule(an_open_one(), SLOT, dossier=None, now=NOW)

        assert moved.state == "open"

    @pytest.mark.parametrize(
        ("webinar", "refusal"),
        [
            (a_webinar(), errors.DecisionMissing),
            (a_decided_one(state="rejected"), errors.ProposalRejected),
            (a_decided_one(verdict=None), errors.ProposalRejected),
            (CANCELLED, errors.AlreadyCancelled),
            (PAST, errors.AlreadyOver),
            (a_decided_one(seats_max=101), errors.RoomTooSmall),
        ],
    )
    def test_what_stands_in_the_way_is_named(
        self, webinar: Webinar, refusal: type[ServiceError]
    ) -> None:
        with pytest.raises(refusal):
            rules.schedule(webinar, SLOT, dossier=None, now=NOW)

    @pytest.mark.parametrize(
        ("start", "refusal"),
        [
            (NOW, errors.StartInThePast),
            (NOW + rules.AHEAD + timedelta(minutes=1), errors.StartTooFar),
        ],
    )
    def test_a_date_is_to_come_and_not_too_far(
        self, start: object, refusal: type[ServiceError]
    ) -> None:
        slot = SLOT.model_copy(update={"starts_at": start})

        with pytest.raises(refusal):
            rules.schedule(a_decided_one(), slot, dossier=None, now=NOW)


class TestPublish:
    def test_a_dated_one_becomes_public(self) -> None:
        published = rules.publish(SCHEDULED, dossier=None, now=NOW)

        assert (published.state, published.published_at) == ("open", NOW)

    @pytest.mark.parametrize(
        ("webinar", "refusal"),
        [
            (a_webinar(), errors.DecisionMissing),
            (a_decided_one(), errors.NotScheduled),
            (LATE, errors.DatePassed),
            (an_open_one(), errors.AlreadyPublished),
            (CANCELLED, errors.AlreadyCancelled),
        ],
    )
    def test_what_is_missing_is_named(
        self, webinar: Webinar, refusal: type[ServiceError]
    ) -> None:
        with pytest.raises(refusal):
            rules.publish(webinar, dossier=None, now=NOW)


class TestResources:
    def test_accents_hyphens_and_capitals_make_no_second_person(self) -> None:
        names = ("Anaïs Le-Goff", "ANAIS LE GOFF", "anaïs  le goff")
        webinar = an_open_one(speakers=names)

        found = rules.resources(webinar)

        assert [resource.kind for resource in found] == ["room", "speaker"]

    def test_two_names_are_two_people(self) -> None:
        found = rules.resources(an_open_one(speakers=("Jean Petit", "Jeanne Petit")))

        assert len(found) == 3
