"""When an account is warned of and closed (SEC-03)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kit.identity.callers import Grant
from kit.ids import new_id
from services.registry.accounts.models import Account
from services.registry.dormancy import rules
from services.registry.dormancy.models import LastSignIn, Terms

NOW = datetime(2026, 11, 29, 2, 30, tzinfo=UTC)
DAY = timedelta(days=1)
TERMS = Terms(warned_after=335 * DAY, closed_after=365 * DAY)


def entered(days_ago: float, **more: Any) -> LastSignIn:
    return LastSignIn(account_id=new_id(), last_at=NOW - days_ago * DAY, **more)


class TestWarning:
    @pytest.mark.parametrize(
        ("days", "is_due"), [(1, False), (334.9, False), (335, True), (900, True)]
    )
    def test_comes_after_eleven_months(self, days: float, *, is_due: bool) -> None:
        assert rules.is_to_warn(entered(days), TERMS, at=NOW) is is_due

    @pytest.mark.parametrize("told", ["warned_at", "closed_at"])
    def test_comes_once(self, told: str) -> None:
        known = entered(400, **{told: NOW - DAY})

        assert not rules.is_to_warn(known, TERMS, at=NOW)


class TestClosing:
    def test_comes_after_a_year_and_a_warning(self) -> None:
        known = entered(366, warned_at=NOW - 31 * DAY)

        assert rules.is_to_close(known, TERMS, at=NOW)

    def test_never_without_a_warning(self) -> None:
        assert not rules.is_to_close(entered(3_000), TERMS, at=NOW)

    def test_leaves_thirty_days_however_late_the_warning_was(self) -> None:
        late = entered(3_000, warned_at=NOW - 29 * DAY)

        assert not rules.is_to_close(late, TERMS, at=NOW)
        assert rules.is_to_close(late, TERMS, at=NOW + DAY)

    def test_an_account_that_is_closed_is_closed_once(self) -> None:
        known = entered(800, warned_at=NOW - 90 * DAY, closed_at=NOW - 9 * DAY)

        assert not rules.is_to_close(known, TERMS, at=NOW)


def holder(role: str = "national_admin", **term: Any) -> Account:
    grant = Grant(role, **term)
    return Account(person_id=new_id(), email="a@exemple.fr", grants=(grant,))


class TestIndispensable:
    def test_the_last_administrator_is_never_closed(self) -> None:
        last = holder()

        assert rules.is_indispensable(last, [last], at=NOW)

    def test_one_of_two_is_not_the_last(self) -> None:
        one, other = holder(), holder()

        assert not rules.is_indispensable(one, [one, other], at=NOW)

    def test_one_whose_term_is_over_does_not_count(self) -> None:
        last, former = holder(), holder(ends_at=NOW - DAY)

        assert rules.is_indispensable(last, [last, former], at=NOW)
        assert not rules.is_indispensable(former, [last, former], at=NOW)

    def test_another_role_is_not_indispensable(self) -> None:
        assert not rules.is_indispensable(holder("operator"), [], at=NOW)


class TestNight:
    @pytest.mark.parametrize(("hour", "day"), [(1, 29), (2, 29), (3, 30), (23, 30)])
    def test_is_the_next_one(self, hour: int, day: int) -> None:
        now = datetime(2026, 11, 29, hour, 10, tzinfo=UTC)

        assert rules.next_night(now) == datetime(2026, 11, day, 2, 30, tzinfo=UTC)
