"""How long a change of address waits, and what ends it."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from kit.identity.cards import Card
from services.registry.accounts.models import Account
from services.registry.accounts.rules import HOUR, Budget

from .errors import ChangeOver, SameEmail

PURPOSE: Final = "email"
VALID_FOR: Final = timedelta(days=1)
# How long the old address is kept, so that the notice can be written to it.
FORMER_KEPT: Final = timedelta(days=30)
ASKED_AN_HOUR: Final = 5


def of_asking(account_id: UUID) -> Budget:
    """Count the letters that one account has written to addresses of its choice."""
    return Budget(f"email-change:{account_id}", ASKED_AN_HOUR, HOUR)


def asked(account: Account, email: str) -> Account:
    """Note the address that is to be confirmed; an earlier link is dead.

    Raises:
        SameEmail: it is the account's.
    """
    if email == account.email:
        raise SameEmail
    return account.model_copy(
        update={"new_email": email, "email_number": account.email_number + 1}
    )


def reached(card: Card, account: Account) -> Card:
    """Note on the card where the two letters go."""
    return card.model_copy(
        update={"new_email": account.new_email, "former_email": account.email}
    )


def check_link(account: Account, told: dict[str, Any]) -> str:
    """Return the new address that the link confirms.

    Raises:
        ChangeOver: it is done or replaced, or the password has changed since.
    """
    is_waiting = account.is_active and account.new_email is not None
    named = (told["n"], told["change"])
    if not is_waiting or named != (account.credential_number, account.email_number):
        raise ChangeOver
    return str(account.new_email)


def changed(account: Account) -> Account:
    """Take the new address; links that were mailed to the old one are dead."""
    return account.model_copy(
        update={
            "email": account.new_email,
            "new_email": None,
            "credential_number": account.credential_number + 1,
        }
    )


def moved(card: Card, account: Account) -> Card:
    """Take the confirmed address, and remember the one that is left."""
    left = (*card.former_emails, card.email)
    former = tuple(one for one in dict.fromkeys(left) if one != account.email)
    return card.model_copy(
        update={"email": account.email, "new_email": None, "former_emails": former}
    )
