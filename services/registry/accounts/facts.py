"""How a change to an account is told."""

from datetime import date
from typing import Any

from schemas.events.registry import (
    AccountClosed,
    AccountDormancyLifted,
    AccountDormancyWarned,
    AccountInvited,
    AccountLanguageChanged,
    AccountOpened,
    AccountReopened,
    EmailChangeAsked,
    EmailChanged,
    IdentityLinked,
    IdentityUnlinked,
    PasswordLinkAsked,
    SecondFactorTakenAway,
)

from .models import Account


def opened(account: Account) -> AccountOpened:
    return AccountOpened(**_state(account))


def language_changed(account: Account) -> AccountLanguageChanged:
    return AccountLanguageChanged(**_state(account))


def invited(account: Account) -> AccountInvited:
    number = account.credential_number
    return AccountInvited(**_state(account), credential_number=number)


def password_link_asked(account: Account) -> PasswordLinkAsked:
    number = account.credential_number
    return PasswordLinkAsked(**_state(account), credential_number=number)


def closed(account: Account) -> AccountClosed:
    return AccountClosed(**_state(account))


def reopened(account: Account) -> AccountReopened:
    return AccountReopened(**_state(account))


def dormancy_warned(account: Account, *, closes_on: date) -> AccountDormancyWarned:
    return AccountDormancyWarned(**_state(account), closes_on=closes_on)


def dormancy_lifted(account: Account) -> AccountDormancyLifted:
    return AccountDormancyLifted(**_state(account))


def email_change_asked(account: Account) -> EmailChangeAsked:
    return EmailChangeAsked(
        **_state(account),
        credential_number=account.credential_number,
        email_number=account.email_number,
    )


def email_changed(account: Account) -> EmailChanged:
    return EmailChanged(**_state(account))


def second_factor_taken_away(account: Account) -> SecondFactorTakenAway:
    return SecondFactorTakenAway(**_state(account))


def identity_linked(account: Account, *, provider: str) -> IdentityLinked:
    return IdentityLinked(**_state(account), provider=provider)


def identity_unlinked(account: Account, *, provider: str) -> IdentityUnlinked:
    return IdentityUnlinked(**_state(account), provider=provider)


def _state(account: Account) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "person_id": account.person_id,
        "language": account.language,
        "is_active": account.is_active,
    }
