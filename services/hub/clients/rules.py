"""Pure decisions about access keys."""

from datetime import UTC, date, datetime, time, timedelta

from .errors import ExpiresTooSoon
from .models import ApiClient, ClientView

LONGEST = timedelta(days=5 * 366)
ENDING = 4


def expiry(expires_on: date | None, *, now: datetime) -> datetime | None:
    """Return the instant from which the key is refused.

    Raises:
        ExpiresTooSoon: that day is past, or too far to be meant.
    """
    if expires_on is None:
        return None
    if not now.date() < expires_on <= (now + LONGEST).date():
        raise ExpiresTooSoon
    return datetime.combine(expires_on, time.min, UTC)


def view(
    client: ApiClient, *, now: datetime, last_used_at: datetime | None
) -> ClientView:
    return ClientView(
        id=client.id,
        name=client.name,
        scopes=client.scopes,
        key_ending=client.key_ending,
        state=client.state(now),
        created_at=client.created_at,
        expires_at=client.expires_at,
        revoked_at=client.revoked_at,
        last_used_at=last_used_at,
    )
