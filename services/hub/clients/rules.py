"""Pure decisions about access keys."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from .errors import ClientRevokedForGood, ExpiresTooSoon
from .models import ApiClient, ClientView, FormerKey, FormerKeyView, NewKey

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


def rotated(
    client: ApiClient, wanted: NewKey, *, key: str, key_hash: str, now: datetime
) -> ApiClient:
    """Return the client with its new key; two keys work at most, the last two.

    Raises:
        ClientRevokedForGood: nothing brings a revoked key back.
        ExpiresTooSoon: the new key would be expired already.
    """
    if client.revoked_at is not None:
        raise ClientRevokedForGood(client_id=client.id)
    expires_at = expiry(wanted.expires_on, now=now) or client.expires_at
    if expires_at is not None and expires_at <= now:
        raise ExpiresTooSoon
    until = now + timedelta(hours=wanted.overlap_hours)
    former = FormerKey(
        key_hash=client.key_hash,
        key_ending=client.key_ending,
        ends_at=min(until, client.expires_at or until),
    )
    return client.model_copy(
        update={
            "key_hash": key_hash,
            "key_ending": key[-ENDING:],
            "expires_at": expires_at,
            "former": former,
        }
    )


def view(
    client: ApiClient, *, now: datetime, uses: Mapping[str, datetime]
) -> ClientView:
    former = client.former_at(now)
    return ClientView(
        id=client.id,
        name=client.name,
        scopes=client.scopes,
        key_ending=client.key_ending,
        state=client.state(now),
        created_at=client.created_at,
        expires_at=client.expires_at,
        revoked_at=client.revoked_at,
        last_used_at=uses.get(client.key_hash),
        requests_per_minute=client.requests_per_minute,
        former_key=None if former is None else _former(former, uses),
        version=client.version,
    )


def _former(former: FormerKey, uses: Mapping[str, datetime]) -> FormerKeyView:
    return FormerKeyView(
        key_ending=former.key_ending,
        ends_at=former.ends_at,
        last_used_at=uses.get(former.key_hash),
    )
