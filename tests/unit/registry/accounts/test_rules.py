"""Which roles are held for whom, and what an address is."""

from uuid import UUID

import pytest
from pydantic import BaseModel, ValidationError

from kit.ids import new_id
from services.registry.accounts.errors import HolderMissing, HolderNotWanted
from services.registry.accounts.models import Account, Email, GivenRole, NewGrant
from services.registry.accounts.rules import grant_of, with_grant


class Addressed(BaseModel):
    email: Email


class TestGrants:
    @pytest.mark.parametrize("role", ["centre_manager", "regional_referent", "partner"])
    def test_a_role_of_a_place_needs_its_place(self, role: GivenRole) -> None:
        with pytest.raises(HolderMissing):
            grant_of(NewGrant(role=role))

    @pytest.mark.parametrize("role", ["national_admin", "operator"])
    def test_a_role_of_the_nation_has_none(self, role: GivenRole) -> None:
        with pytest.raises(HolderNotWanted):
            grant_of(NewGrant(role=role, holder_id=new_id()))

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
