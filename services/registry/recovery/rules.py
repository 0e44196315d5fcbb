"""How long a link is good, how many are sent, and what ends one."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from kit.identity.tokens import LinkInvalid
from services.registry.accounts.models import Account

from .errors import AlreadyActivated, LinkUsed
from .models import Purpose

VALID_FOR: Final[Mapping[Purpose, timedelta]] = MappingProxyType(
    {
        Purpose.PASSWORD: timedelta(hours=2),
        Purpose.ACTIVATION: timedelta(days=30),
    }
)
WINDOW: Final = timedelta(hours=1)
# Each stays good for two hours: who is sent no sixth has one that works.
LINKS_PER_EMAIL: Final = 5
LINKS_PER_ADDRESS: Final = 60


def named_by(facts: Mapping[str, Any]) -> tuple[UUID, int]:
    """Read which account a link is for, at which of its credentials.

    Raises:
        LinkInvalid: it says neither.
    """
    try:
        return UUID(str(facts["account"])), int(str(facts["n"]))
    except (KeyError, ValueError) as error:
        raise LinkInvalid from error


def check_link(account: Account, number: int) -> None:
    """Refuse a link that no longer leads anywhere.

    Raises:
        LinkInvalid: the account is closed.
        LinkUsed: the way in has changed since it was asked for.
    """
    if not account.is_active:
        raise LinkInvalid
    if account.credential_number != number:
        raise LinkUsed


def check_invitable(account: Account) -> None:
    """Refuse to invite who has a password.

    Raises:
        AlreadyActivated: this account has one.
    """
    if account.password_hash is not None:
        raise AlreadyActivated
