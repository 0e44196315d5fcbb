"""Which role goes, and what must remain."""

from collections.abc import Iterable
from uuid import UUID

from kit.http import decode_cursor
from kit.http.pagination import InvalidCursor
from kit.identity.callers import Grant
from schemas.access import Role
from services.registry.accounts.models import Account

from .errors import GrantNotFound
from .models import id_of


def without(account: Account, grant_id: UUID) -> Account:
    """Withdraw one role.

    Raises:
        GrantNotFound: the account does not have it.
    """
    kept = tuple(one for one in account.grants if id_of(one) != grant_id)
    if len(kept) == len(account.grants):
        raise GrantNotFound(grant_id=grant_id)
    return account.model_copy(update={"grants": kept})


def administers(grants: Iterable[Grant]) -> bool:
    """Tell whether one of these administers the nation, without an end."""
    return any(
        one.role == Role.NATIONAL_ADMIN and one.ends_at is None for one in grants
    )


def place_of(cursor: str | None) -> str | None:
    """Read where a list goes on: the last address shown.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if cursor is None:
        return None
    place = decode_cursor(cursor)
    if not isinstance(place, str) or "@" not in place or not place.isprintable():
        raise InvalidCursor
    return place
