"""Which roles are held for whom, and what an address is."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from pydantic import BaseModel, ValidationError

from kit.ids import new_id
from services.registry.accounts.errors import (
    HolderMissing,
    ReachNotWanted,
    RegionMissing,
    TermBackwards,
)
from services.registry.accounts.models import Account, Email, GivenRole, NewGrant
from services.registry.accounts.rules import grant_of, with_grant


class Addressed(BaseModel):
    email: Email


class TestGrants:
    @pytest.mark.parametrize("role", ["centre_manager", "partner"])
    def test_a_role_of_a_place_needs_its_place(self, role: GivenRole) -> None:
        with pytest.raises(HolderMissing):
            grant_of(NewGrant(role=role))

    @pytest.mark.parametrize("role", ["national_admin", "operator"])
    def test_a_role_of_the_nation_has_none(self, role: GivenRole) -> None:
        with pytest.raises(ReachNotWanted):
            grant_of(NewGrant(role=role, holder_id=new_id()))

    @pytest.mark.parametrize("region", [None, "00"])
    def test_a_referent_needs_a_region_that_exists(self, region: str | None) -> None:
        with pytest.raises(RegionMissing):
            grant_of(NewGrant(role="regional_referent", region=region))

    def test_a_manager_is_given_a_centre_or_one_structure_and_not_both(self) -> None:
        structure_id = new_id()

        grant = grant_of(NewGrant(role="centre_manager", structure_id=structure_id))

        assert grant.reach == "structure"
        with pytest.raises(ReachNotWanted):
            grant_of(
                NewGrant(
                    role="centre_manager", structure_id=structure_id, holder_id=new_id()
                )
            )

    def test_days_are_whole_days_in_paris(self) -> None:
        """SEC-01: the last day is held until its midnight."""
        day = date(2026, 11, 30)

        grant = grant_of(NewGrant(role="operator", starts_on=day, ends_on=day))

        assert grant.starts_at == datetime(2026, 11, 29, 23, tzinfo=UTC)
        assert grant.ends_at == datetime(2026, 11, 30, 23, tzinfo=UTC)

    def test_a_term_does_not_end_before_it_begins(self) -> None:
        with pytest.raises(TermBackwards):
            grant_of(
                NewGrant(
                    role="operator",
                    starts_on=date(2026, 12, 1),
                    ends_on=date(2026, 11, 30),
                )
            )

    @pytest.mark.parametrize("holder_id", [None, new_id()])
    def test_a_member_may_sit_for_an_organisation_or_not(
        self, holder_id: UUID | None
    ) -> None:
        grant = grant_of(NewGrant(role="member", holder_id=holder_id))

        assert grant.holder_id == holder_id

    def test_the_same_role_is_given_once(self) -> None:
        grant = grant_of(NewGrant(role="operator"))
        account = Account(person_id=new_id(), email="a@exemple.fr")

        twice = with_grant(with_grant(account, grant), grant)

        assert twice.grants == (grant,)

    def test_given_again_it_takes_the_new_term(self) -> None:
        first = grant_of(NewGrant(role="operator"))
        renewed = grant_of(NewGrant(role="operator", ends_on=date(2026, 12, 31)))
        account = Account(person_id=new_id(), email="a@exemple.fr", grants=(first,))

        assert with_grant(account, renewed).grants == (renewed,)


class TestAddresses:
    def test_case_and_spaces_tell_nobody_apart(self) -> None:
        read = Addressed(email=" Claire.Vidal@Exemple.FR ")

        assert read.email == "claire.vidal@exemple.fr"

    @pytest.mark.parametrize(
        "text",
        ["", "claire", "claire@", "@exemple.fr", "a b@exemple.fr", "a@b", "a@b..fr"],
    )
    def test_what_is_no_address_is_refused(self, text: str) -> None:
        with pytest.raises(ValidationError):
            Addressed(email=text)
