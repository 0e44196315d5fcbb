"""The demo's people, committees and webinars hang together."""

import pytest

from maillage.demo import PEOPLE, SHOWN
from maillage.demo.cast import COMMITTEES, PARTNERS, WEBINARS
from maillage.demo.story.decisions import TURNS


class TestCast:
    def test_nobody_has_the_address_of_somebody_else(self) -> None:
        addresses = [person.email for person in PEOPLE.values()]

        assert len(set(addresses)) == len(addresses)
        assert all(address.endswith(".example") for address in addresses)

    @pytest.mark.parametrize("code", COMMITTEES)
    def test_a_committee_has_a_chair_a_secretary_and_several_organisations(
        self, code: str
    ) -> None:
        seats = COMMITTEES[code]
        roles = [seat.role for seat in seats]

        assert roles.count("chair") == roles.count("secretary") == 1
        people = [PEOPLE[seat.person] for seat in seats]
        assert len({one.partner or one.region for one in people}) >= 3

    def test_each_webinar_has_a_partner_who_has_an_account(self) -> None:
        for webinar in WEBINARS.values():
            partner = webinar["partner"]
            assert PEOPLE[partner].partner == partner
            assert partner in PARTNERS

    def test_the_votes_are_on_what_is_proposed(self) -> None:
        assert {turn.dossier for turn in TURNS} <= {*WEBINARS, "certification"}
        assert {turn.mode for turn in TURNS} == {"named", "secret"}

    def test_each_kind_of_user_is_shown(self) -> None:
        roles = {person.email: person.role for person in PEOPLE.values()}

        shown = {roles.get(email, "advisor") for email, _ in SHOWN}

        assert shown == {"centre_manager", "partner", "advisor", "operator"}
