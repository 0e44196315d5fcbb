"""What the table of rights lets a caller touch."""

from datetime import UTC, datetime, timedelta

import pytest

from kit.errors import Forbidden, NotSignedIn
from kit.identity.callers import ANY, NOBODY, Caller, Grant
from kit.ids import new_id
from kit.scope import Everything, Held, both, covers, within

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RIGHTS = {
    "things.read": {
        "keeper": frozenset({"holder", "structure"}),
        "warden": frozenset({"region"}),
        "chief": frozenset({"all"}),
        "self": frozenset({ANY}),
    }
}


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

    def test_joins_what_grants_of_several_kinds_reach(self) -> None:
        centre, structure = new_id(), new_id()

        scope = a_caller(
            Grant("keeper", centre),
            Grant("keeper", structure_id=structure),
            Grant("warden", region="76"),
        ).scope("things.read")

        assert within(scope, field="centre_id", region="region", structure="_id") == {
            "$or": [
                {"centre_id": {"$in": [centre]}},
                {"region": {"$in": ["76"]}},
                {"_id": {"$in": [structure]}},
            ]
        }

    @pytest.mark.parametrize(
        "grant",
        [Grant("keeper"), Grant("warden", new_id()), Grant("chief", region="76")],
        ids=["no holder", "a holder for a region", "a region for all"],
    )
    def test_refuses_a_grant_of_another_reach_than_the_table_names(
        self, grant: Grant
    ) -> None:
        with pytest.raises(Forbidden):
            a_caller(grant).scope("things.read")

    def test_reaches_nothing_by_a_role_that_the_service_itself_judges(self) -> None:
        caller = a_caller(Grant("self"))

        assert caller.may("things.read")
        assert caller.scope("things.read") == Held(frozenset())

    def test_reaches_nothing_in_records_that_do_not_tell_where_they_lie(self) -> None:
        scope = a_caller(Grant("warden", region="76")).scope("things.read")

        assert within(scope, field="centre_id") == {"centre_id": {"$in": []}}

    def test_asks_nobody_to_sign_in(self) -> None:
        with pytest.raises(NotSignedIn):
            NOBODY.scope("things.read")


class TestTerm:
    @pytest.mark.parametrize(
        ("after", "holds"),
        [(-1, False), (0, True), (59, True), (60, False)],
        ids=["before it begins", "as it begins", "until its end", "from its end on"],
    )
    def test_is_held_from_its_beginning_until_its_end(
        self, after: int, *, holds: bool
    ) -> None:
        grant = Grant("chief", starts_at=NOON, ends_at=NOON + timedelta(minutes=60))

        assert grant.holds_at(NOON + timedelta(minutes=after)) is holds

    def test_without_a_term_it_is_held_always(self) -> None:
        assert Grant("chief").holds_at(NOON)


def test_conditions_are_joined_and_none_takes_anothers_place() -> None:
    one, two = {"$or": [{"a": 1}]}, {"$or": [{"b": 1}]}

    assert both(one, {}, two) == {"$and": [one, two]}
    assert both({}, {}) == {}
