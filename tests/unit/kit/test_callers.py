"""What the table of rights lets a caller touch."""

import pytest

from kit.errors import Forbidden, NotSignedIn
from kit.identity.callers import NOBODY, Caller, Grant
from kit.ids import new_id
from kit.scope import Everything, Held, covers, within

RIGHTS = {"things.read": frozenset({"keeper", "chief"})}


def a_caller(*grants: Grant) -> Caller:
    return Caller(kind="person", id=new_id(), grants=grants, rights=RIGHTS)


class TestScope:
    def test_holds_what_each_grant_holds(self) -> None:
        one, two = new_id(), new_id()

        scope = a_caller(Grant("keeper", one), Grant("keeper", two)).scope(
            "things.read"
        )

        assert scope == Held(frozenset({one, two}))
        assert covers(scope, one)
        assert not covers(scope, new_id())
        assert set(within(scope, field="centre_id")["centre_id"]["$in"]) == {one, two}

    def test_is_everything_for_a_grant_without_holder(self) -> None:
        scope = a_caller(Grant("keeper", new_id()), Grant("chief")).scope("things.read")

        assert isinstance(scope, Everything)
        assert within(scope, field="centre_id") == {}

    def test_leaves_out_what_another_role_holds(self) -> None:
        mine, other = new_id(), new_id()

        scope = a_caller(Grant("keeper", mine), Grant("guest", other)).scope(
            "things.read"
        )

        assert scope == Held(frozenset({mine}))

    def test_refuses_a_role_that_may_not(self) -> None:
        with pytest.raises(Forbidden):
            a_caller(Grant("guest", new_id())).scope("things.read")

    def test_refuses_an_action_that_no_table_names(self) -> None:
        with pytest.raises(Forbidden):
            a_caller(Grant("chief")).scope("things.burn")

    def test_asks_nobody_to_sign_in(self) -> None:
        with pytest.raises(NotSignedIn):
            NOBODY.scope("things.read")
