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


class TestIndispensable:
    @pytest.mark.parametrize(
        ("role", "administrators", "is_kept"),
        [
            ("national_admin", 1, True),
            ("national_admin", 2, False),
            ("operator", 1, False),
        ],
    )
    def test_the_last_administrator_is_never_closed(
        self, role: str, administrators: int, *, is_kept: bool
    ) -> None:
        account = Account(
            person_id=new_id(), email="a@exemple.fr", grants=(Grant(role),)
        )

        found = rules.is_indispensable(account, administrators=administrators)

        assert found is is_kept


class TestNight:
    @pytest.mark.parametrize(("hour", "day"), [(1, 29), (2, 29), (3, 30), (23, 30)])
    def test_is_the_next_one(self, hour: int, day: int) -> None:
        now = datetime(2026, 11, 29, hour, 10, tzinfo=UTC)

        assert rules.next_night(now) == datetime(2026, 11, day, 2, 30, tzinfo=UTC)
