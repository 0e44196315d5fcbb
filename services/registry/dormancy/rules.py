"""When an account is warned of and closed, and which one never is."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final

from schemas.access import Role
from services.registry.accounts.models import Account

from .models import LastSignIn, Terms

# In UTC, while nobody works in any of the zones.
NIGHT: Final = time(2, 30)
INDISPENSABLE: Final = Role.NATIONAL_ADMIN


def next_night(now: datetime) -> datetime:
    tonight = datetime.combine(now.date(), NIGHT, tzinfo=now.tzinfo)
    return tonight if tonight > now else tonight + timedelta(days=1)


def is_to_warn(known: LastSignIn, terms: Terms, *, at: datetime) -> bool:
    is_told = known.warned_at is not None or known.closed_at is not None
    return not is_told and known.last_at <= at - terms.warned_after


def is_to_close(known: LastSignIn, terms: Terms, *, at: datetime) -> bool:
    """Tell whether it was long enough, and long enough since the warning."""
    if known.warned_at is None or known.closed_at is not None:
        return False
    return at >= closes_at(known, terms, warned_at=known.warned_at)


def closes_at(known: LastSignIn, terms: Terms, *, warned_at: datetime) -> datetime:
    return max(known.last_at + terms.closed_after, warned_at + terms.notice)


def is_indispensable(
    account: Account, holders: Iterable[Account], *, at: datetime
) -> bool:
    """Tell whether nobody could let people in any more, were it closed."""
    others = [one for one in holders if one.id != account.id]
    return _administers(account, at) and not any(
        _administers(one, at) for one in others
    )


def _administers(account: Account, at: datetime) -> bool:
    return any(
        grant.role == INDISPENSABLE and grant.holds_at(at) for grant in account.grants
    )
