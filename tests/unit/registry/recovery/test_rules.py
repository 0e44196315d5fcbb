"""What ends a link, and whom it names."""

from typing import Any

import pytest

from kit.identity.tokens import LinkInvalid
from kit.ids import new_id
from services.registry.accounts.models import Account
from services.registry.accounts.rules import with_password
from services.registry.recovery.errors import AlreadyActivated, LinkUsed
from services.registry.recovery.rules import check_invitable, check_link, named_by


def account(**more: Any) -> Account:
    return Account(person_id=new_id(), email="claire.vidal@exemple.fr", **more)


class TestCheckLink:
    def test_a_link_is_good_until_the_password_changes(self) -> None:
        before = account()

        check_link(before, before.credential_number)

        with pytest.raises(LinkUsed):
            check_link(with_password(before, "hash"), before.credential_number)

    def test_a_closed_account_has_no_link(self) -> None:
        with pytest.raises(LinkInvalid):
            check_link(account(is_active=False), 0)


class TestNamedBy:
    def test_reads_the_account_and_its_number(self) -> None:
        id_ = new_id()

        assert named_by({"account": str(id_), "n": 3}) == (id_, 3)

    @pytest.mark.parametrize(
        "facts", [{}, {"account": "x", "n": 1}, {"account": str(new_id()), "n": "?"}]
    )
    def test_refuses_what_names_nothing(self, facts: dict[str, Any]) -> None:
        with pytest.raises(LinkInvalid):
            named_by(facts)


class TestCheckInvitable:
    def test_who_has_a_password_is_not_invited(self) -> None:
        check_invitable(account())

        with pytest.raises(AlreadyActivated):
            check_invitable(with_password(account(), "hash"))
